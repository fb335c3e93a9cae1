import type { Step } from "./parts.js";

/** What @koa/router, and koa-router before it, keep of what is declared. */
export interface RouterLike {
  readonly stack: readonly Layer[];
  /** Whether of all that matches only one layer runs. */
  readonly exclusive?: boolean;
}

export interface Layer {
  readonly path: string | RegExp;
  /** Empty for `router.use`. */
  readonly methods: readonly string[];
  readonly stack: readonly Step[];
  readonly match: (path: string) => boolean;
  readonly opts?: { readonly pathAsRegExp?: boolean };
}

/** The router behind a step, when it is one. */
export function routerOf({ router }: Step): RouterLike | undefined {
  return Array.isArray(router?.stack) && router.stack.every(({ match }) => typeof match === "function")
    ? router
    : undefined;
}

// What `router.use(step)` without a path is made into, with or without a prefix, by the versions there are.
const WHOLE = /(\(\?:\\\/\|\$\)|\{\/\*rest\}|\(\.\*\)|\(\[\^\/\]\*\))$/;

/** Whether every request that comes to a router runs into a layer. */
export const isEverywhere = ({ path }: Layer): boolean =>
  typeof path === "string" && path.replace(WHOLE, "") === "" && path !== "";

/** Whether a layer was declared with a regular expression. */
export const isPattern = ({ path, opts }: Layer): boolean =>
  path instanceof RegExp || (opts?.pathAsRegExp === true && !WHOLE.test(path));

/** Whether a layer is there for all of these methods. */
export const isFor = ({ methods }: Layer, wanted: readonly string[]): boolean =>
  methods.length === 0 || wanted.every((method) => methods.includes(method));

/** The methods of a route as they are told apart, each with all that it stands for. */
export function methodsOf({
  methods,
}: Layer): readonly { readonly name: string; readonly all: readonly string[] }[] {
  // `router.all` names every method there is.
  if (methods.length >= 20) return [{ name: "ALL", all: methods }];
  const shown = methods.filter((method) => method !== "HEAD" || !methods.includes("GET"));
  return shown.map((method) => ({ name: method, all: [method] }));
}
