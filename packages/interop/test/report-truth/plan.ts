import fc from "fast-check";
import { anyPaths, type Dialect, type Path, type Paths } from "./paths.js";

/** An application, as data: what it declares, in its order. */
export interface Plan {
  readonly settings: Settings;
  readonly steps: readonly Step[];
  /** Where the choice of requests begins. */
  readonly salt: number;
}

export interface Settings {
  readonly sensitive: boolean;
  readonly strict: boolean;
}

export type Step = Use | Route | Mount;

/** A middleware: everywhere, or at these paths. */
export interface Use {
  readonly kind: "use";
  readonly paths: readonly Path[];
  readonly what: Link;
}

/** A guard; what lets requests on; in Express what leaves the router or the route. */
export type Link = "guard" | "step" | "jump";

/** A route: links, and a handler behind them unless it is only a gate. */
export interface Route {
  readonly kind: "route";
  readonly method: (typeof METHODS)[number];
  readonly paths: readonly Path[];
  readonly links: readonly Link[];
  readonly handler: "answers" | "lets on" | "none";
}

/** A router or an application in another. */
export interface Mount {
  readonly kind: "mount";
  readonly paths: readonly Path[];
  readonly as: "router" | "application";
  readonly settings: Settings;
  readonly steps: readonly Step[];
}

export const METHODS = ["get", "post", "head", "all"] as const;

const settings: fc.Arbitrary<Settings> = fc.record({
  sensitive: fc.boolean(),
  strict: fc.boolean(),
});
const often = <T>(weighted: readonly (readonly [T, number])[]) =>
  fc.oneof(...weighted.map(([value, weight]) => ({ arbitrary: fc.constant(value), weight })));

/** Any application whose paths are written in a dialect. */
export const anyPlan = (dialect: Dialect): fc.Arbitrary<Plan> => anyPaths(dialect).chain(anyPlanWith);

function anyPlanWith({ any: path, way }: Paths): fc.Arbitrary<Plan> {
  const paths = fc.array(path, { minLength: 1, maxLength: 2 });
  const one = path.map((each): readonly Path[] => [each]);
  const some = fc.oneof({ arbitrary: one, weight: 5 }, { arbitrary: paths, weight: 1 });
  const use: fc.Arbitrary<Use> = fc.record({
    kind: fc.constant("use" as const),
    paths: fc.oneof({ arbitrary: some, weight: 5 }, { arbitrary: fc.constant([]), weight: 1 }),
    what: often<Link>([
      ["guard", 5],
      ["step", 1],
      ["jump", 1],
    ]),
  });
  const link = often<Link>([
    ["step", 3],
    ["guard", 2],
    ["jump", 1],
  ]);
  const route: fc.Arbitrary<Route> = fc.oneof(
    {
      arbitrary: fc.record({
        kind: fc.constant("route" as const),
        method: fc.constantFrom(...METHODS),
        paths: some,
        links: fc.array(link, { maxLength: 1 }),
        handler: fc.constantFrom("answers" as const, "lets on" as const, "lets on" as const),
      }),
      weight: 3,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant("route" as const),
        method: fc.constantFrom(...METHODS),
        paths: some,
        links: fc.constantFrom<readonly Link[]>(["guard"], ["guard"], ["step", "guard"], ["guard", "jump"]),
        handler: fc.constant("none" as const),
      }),
      weight: 1,
    },
  );
  const stepsOf = (depth: number): fc.Arbitrary<readonly Step[]> => {
    const kinds: fc.MaybeWeightedArbitrary<Step>[] = [
      { arbitrary: use, weight: 3 },
      { arbitrary: route, weight: 4 },
    ];
    if (depth > 0) kinds.push({ arbitrary: mountOf(depth - 1), weight: 2 });
    return fc.array(fc.oneof(...kinds), { minLength: 1, maxLength: 4 });
  };
  const mountOf = (depth: number): fc.Arbitrary<Mount> =>
    fc.record({
      kind: fc.constant("mount" as const),
      paths: way.map((each): readonly Path[] => (each === undefined ? [] : [each])),
      as: fc.constantFrom("router" as const, "router" as const, "application" as const),
      settings,
      steps: stepsOf(depth),
    });
  // Half of them a guard and a route, no more: where one does not cover the other, nothing else hides it.
  const guard: fc.Arbitrary<Step> = one.map((at) => ({ kind: "use", paths: at, what: "guard" }));
  const gate: fc.Arbitrary<Step> = one.map((at) => ({
    kind: "route",
    method: "all",
    paths: at,
    links: ["guard"],
    handler: "none",
  }));
  const guarded: fc.Arbitrary<Step> = one.map((at) => ({
    kind: "route",
    method: "get",
    paths: at,
    links: [],
    handler: "lets on",
  }));
  const pair = fc.tuple(fc.oneof(guard, guard, gate), guarded);
  return fc.record({ settings, steps: fc.oneof(pair, stepsOf(2)), salt: fc.noShrink(fc.nat(2 ** 31)) });
}
