import type { FastifyInstance, RouteOptions } from "fastify";

// Registered for all: an application may have several copies of this package, and a report reads the record of each.
const RECORD: unique symbol = Symbol.for("product-auth.fastify.routes");
const GUARD_OF: unique symbol = Symbol.for("product-auth.fastify.guard-of");

type Take = (this: FastifyInstance, options: RouteOptions & { readonly routePath?: string }) => void;

/**
 * Records for reports (`@product-auth/routes`) all routes that are declared from now on in a scope, in those around it,
 * and in all that are made within these: Fastify keeps no list that says which hooks a route has.
 */
export function recordRoutes(scope: FastifyInstance): void {
  const app = outermost(scope);
  const known = (app as { readonly [RECORD]?: { readonly take: Take } })[RECORD];
  const take = known?.take ?? newRecord(app);
  // Such a hook counts for scopes that are made later, not for those that are there.
  for (const each of around(scope)) each.addHook("onRoute", take);
}

/** Lets a report ask a hook that has another guard for each route which it has for one. Costs no request anything. */
export function markScope<T extends object>(guardOf: (route: RouteOptions) => unknown, hook: T): T {
  return Object.defineProperty(hook, GUARD_OF, { value: guardOf });
}

/** The scope around all others. */
export const outermost = (scope: FastifyInstance): FastifyInstance => around(scope).at(-1)!;

function newRecord(app: FastifyInstance): Take {
  const routes: object[] = [];
  const seen = new WeakMap<object, string>();
  const take: Take = function productAuthRecords(options) {
    // A scope may have the hook twice. Fastify reuses the options of a GET route for its HEAD route.
    if (seen.get(options) === options.url) return;
    seen.set(options, options.url);
    routes.push({ scope: this, url: options.url, isRoot: options.routePath === "", options });
  };
  Object.defineProperty(app, RECORD, { value: { routes, take } });
  return take;
}

// A scope inherits from the one around it.
function around(scope: FastifyInstance): readonly FastifyInstance[] {
  const outer = Object.getPrototypeOf(scope) as FastifyInstance | object;
  return "addHook" in outer ? [scope, ...around(outer)] : [scope];
}
