import type { Step } from "./router-like.js";

/** What a composed or mounted step consists of. */
export interface Parts {
  /** Where they are mounted; "/" for what is only composed. */
  readonly prefix: string;
  readonly steps: readonly Step[];
}

const PARTS: unique symbol = Symbol.for("product-auth.koa.parts");

/** The parts of a step, where they were recorded: koa-compose and koa-mount do not. */
export const partsOf = (step: Step): Parts | undefined => (step as { [PARTS]?: Parts })[PARTS];

/**
 * Makes a koa-compose whose results keep their parts. For a process that does nothing but report, as `keepMounted`.
 */
export function keepComposed(compose: unknown): unknown {
  if (typeof compose !== "function") return compose;
  const original = compose as (steps: Step[]) => Step;
  return Object.assign(function keepingCompose(steps: Step[]) {
    return keep(original(steps), { prefix: "/", steps: steps.flat(Infinity) as Step[] });
  }, original);
}

/** Makes a koa-mount whose results keep their parts. */
export function keepMounted(mount: unknown): unknown {
  if (typeof mount !== "function") return mount;
  const original = mount as (...args: unknown[]) => Step;
  return Object.assign(function keepingMount(...args: unknown[]) {
    const [prefix, inner] = typeof args[0] === "string" ? [args[0], args[1]] : ["/", args[0]];
    const { middleware } = inner as { middleware?: Step[] };
    return keep(original(...args), { prefix, steps: [middleware ?? (inner as Step)].flat(2) as Step[] });
  }, original);
}

function keep(step: Step, parts: Parts): Step {
  return Object.defineProperty(step, PARTS, { value: parts, configurable: true });
}
