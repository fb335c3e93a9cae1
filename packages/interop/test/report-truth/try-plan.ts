import type { ReportedRoute } from "@product-auth/routes";
import type { Asker } from "./asker.js";
import type { Path } from "./paths.js";
import type { Plan, Route, Step } from "./plan.js";
import type { Built, SetUp } from "./set-ups.js";
import { targetsOf, type Target } from "./targets.js";

/** What became of a plan. */
export type Outcome = "not possible" | "nothing guarded" | "guarded";

/** Rejects when a handler of a route that is called guarded runs for a request without a credential. */
export async function tryPlan(
  plan: Plan,
  { dialect, build }: SetUp,
  asker: Asker,
  requests: number,
): Promise<Outcome> {
  const ran = new Map<Route, Target[]>();
  let now: Target | undefined;
  let built: Built;
  try {
    built = await build(plan, (route) => ran.set(route, [...(ran.get(route) ?? []), now!]));
  } catch {
    return "not possible"; // two routes at one path, a pattern that does not compile
  }
  const { listener, report, close } = built;
  try {
    const known = routesIn(plan.steps, "");
    if (dialect !== "fastify") expectPathsOf(plan, report.routes);
    const guarded = known.filter((each) => isCalledGuarded(each, report.routes));
    if (guarded.length === 0) return "nothing guarded";
    await asker.ask(
      (req, res) => {
        now = { method: req.method!, path: req.url! };
        listener(req, res);
      },
      targetsOf(plan, requests),
    );
    for (const { route } of guarded) {
      const [target] = ran.get(route) ?? [];
      if (target !== undefined)
        throw new Error(
          [
            `${target.method} ${target.path} comes to ${JSON.stringify(route)} without a credential. The report:`,
            String(report),
          ].join("\n"),
        );
    }
    return "guarded";
  } finally {
    await close?.();
  }
}

// Fastify shows routes that were declared before anybody listened in its own words.
function expectPathsOf({ steps }: Plan, reported: readonly ReportedRoute[]): void {
  const paths = pathsIn(steps).flatMap((path) => [path, path.replace(/(?<=\w)\/$/, "")]);
  for (const { path } of reported)
    if (!paths.some((each) => path.endsWith(each))) throw new Error(`${path} is reported and not there`);
}

const pathsIn = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap((step) => [...step.paths.map(asText), ...(step.kind === "mount" ? pathsIn(step.steps) : [])]);

interface Known {
  readonly route: Route;
  /** As a report should show it, and what this ends with at least. */
  readonly shown: readonly string[];
  readonly ends: readonly string[];
}

function routesIn(steps: readonly Step[], above: string): readonly Known[] {
  return steps.flatMap((step) => {
    const paths = step.paths.length === 0 ? ["/"] : step.paths.map(asText);
    if (step.kind === "mount") return paths.flatMap((path) => routesIn(step.steps, joinPaths(above, path)));
    if (step.kind !== "route" || step.handler === "none") return [];
    return [{ route: step, shown: paths.map((path) => joinPaths(above, path)), ends: paths }];
  });
}

const asText = (path: Path): string =>
  typeof path === "string" ? path : String(new RegExp(path.source, path.flags));

// Two routes may be shown alike: then all of them have to be guarded.
function isCalledGuarded({ route, shown, ends }: Known, reported: readonly ReportedRoute[]): boolean {
  const method = route.method.toUpperCase();
  const ofMethod = reported.filter(
    (each) => each.method === method || each.method === "ALL" || method === "ALL",
  );
  return shown.every((path, at) => {
    const exact = ofMethod.filter((each) => each.path === path);
    const found = exact.length > 0 ? exact : ofMethod.filter((each) => each.path.endsWith(ends[at]!));
    return found.length > 0 && found.every(({ state }) => state === "guarded");
  });
}

/** A path below another, as the report writes it. */
function joinPaths(prefix: string, path: string): string {
  const above = prefix.replace(/\/+$/, "");
  return path === "/" || path === "" ? above || "/" : `${above}${/^\{?\//.test(path) ? "" : "/"}${path}`;
}
