import type { FastifyInstance, RouteOptions } from "fastify";

/** A route as it was declared; the plugin of `@product-auth/fastify` records the same. */
export interface HeardRoute {
  readonly scope: FastifyInstance;
  /** As it was when it was declared; Fastify reuses the options for the next one. */
  readonly url: string;
  /** Whether it is the "/" of a scope, which is there with a slash, too. */
  readonly isRoot: boolean;
  readonly options: RouteOptions & { readonly routePath?: string };
}

/** The recorded routes of an application. */
export interface Heard {
  readonly routes: readonly HeardRoute[];
  /** Whether they were recorded from the start, so that there are no others. */
  readonly all?: boolean;
}

/** Where the plugin of `@product-auth/fastify` keeps its record, and finds the one of `hearRoutes`. */
const RECORD: unique symbol = Symbol.for("product-auth.fastify.routes");

/** Records all routes of an application in which nothing is declared yet. */
export function hearRoutes(app: FastifyInstance): void {
  if (RECORD in app) return;
  const routes: HeardRoute[] = [];
  const seen = new WeakMap<object, string>();
  const take = function productAuthHears(this: FastifyInstance, options: HeardRoute["options"]) {
    if (seen.get(options) === options.url) return; // the plugin adds the hook once more
    seen.set(options, options.url);
    routes.push({ scope: this, url: options.url, isRoot: options.routePath === "", options });
  };
  Object.defineProperty(app, RECORD, { value: { routes, all: true, take } });
  app.addHook("onRoute", take);
}

/** What was recorded of the routes of an outermost instance. */
export const heardIn = (app: FastifyInstance): Heard =>
  (app as { readonly [RECORD]?: Heard })[RECORD] ?? { routes: [] };

/** The scope around all others. */
export function outermost(scope: FastifyInstance): FastifyInstance {
  // A scope inherits from the one around it.
  const outer = Object.getPrototypeOf(scope) as FastifyInstance | object;
  return "addHook" in outer ? outermost(outer) : scope;
}
