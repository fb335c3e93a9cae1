import type { FastifyInstance } from "fastify";

/** A route as Fastify prints it. */
export interface PrintedRoute {
  readonly path: string;
  readonly methods: readonly string[];
  /** Names of the functions that run before its handler. */
  readonly hooks: readonly string[];
}

/** All routes of an application that is ready, from what it prints of itself: there is no other list of them. */
export function printedRoutes(app: FastifyInstance): readonly PrintedRoute[] {
  const found: (PrintedRoute & { readonly methods: string[]; readonly hooks: string[] })[] = [];
  const labels: string[] = [];
  const text = app.printRoutes({
    commonPrefix: true,
    includeMeta: ["onRequest", "preValidation", "preHandler"],
  });
  for (const line of text.split("\n")) {
    const [, indent = "", branch, rest = ""] = /^((?:[│ ] {3})*)([├└]── )?(.*)$/.exec(line) ?? [];
    const [, hooks] = /^• \(\w+\) (\[.*\])$/.exec(rest) ?? [];
    if (hooks !== undefined) found.at(-1)?.hooks.push(...(JSON.parse(hooks) as string[]));
    if (hooks !== undefined || rest === "") continue;
    const [, label = "", methods] = /^(.*?)(?: \(([A-Z-]+(?:, [A-Z-]+)*)\)(?: \{.*\})?)?$/.exec(rest) ?? [];
    // A second route at one place, with other hooks or constraints, repeats its label without a branch.
    const depth = indent.length / 4 - (branch === undefined ? 1 : 0);
    if (branch !== undefined) labels.splice(depth, Infinity, label === "(empty root node)" ? "" : label);
    if (methods === undefined) continue;
    found.push({ path: labels.slice(0, depth + 1).join(""), methods: methods.split(", "), hooks: [] });
  }
  return found;
}
