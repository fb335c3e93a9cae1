import { markOf, type Mark } from "@product-auth/core/adapter";
import type { FastifyInstance, RouteOptions } from "fastify";
import type { HeardRoute } from "./heard-routes.js";

type GuardOf = (route: RouteOptions) => unknown;

/** By which the hook of a guarded scope is asked which guard it has for a route. */
const GUARD_OF: unique symbol = Symbol.for("product-auth.fastify.guard-of");

/** Hooks that run before a handler, in their order; a guard may stand in any. */
const BEFORE = ["onRequest", "preValidation", "preHandler"] as const;

/** Marks of everything of ours that each request meets before it comes to a route's handler. */
export function marksOfRoute({ scope, options }: HeardRoute): readonly Mark[] {
  return BEFORE.flatMap((name) => [...hooksOf(scope, name), ...[options[name] ?? []].flat()])
    .map((hook) => markOf((hook as { [GUARD_OF]?: GuardOf })[GUARD_OF]?.(options) ?? hook))
    .filter((mark) => mark !== undefined);
}

/** Marks of the hooks of a scope itself. */
export const marksOfScope = (scope: FastifyInstance): readonly Mark[] =>
  hooksOf(scope, "onRequest").flatMap((hook) => markOf(hook) ?? []);

// Fastify tells nobody of a scope's hooks, but keeps them where they can be found.
function hooksOf(scope: FastifyInstance, name: (typeof BEFORE)[number]): readonly object[] {
  const key = Object.getOwnPropertySymbols(scope).find(({ description }) => description === "fastify.hooks");
  const hooks = (scope as unknown as Record<symbol, Partial<Record<string, object[]>> | undefined>)[key!];
  return hooks?.[name] ?? [];
}
