import type { FastifyInstance, RouteOptions } from "fastify";

/** A route as it was declared. */
export interface HeardRoute {
  readonly scope: FastifyInstance;
  /** As it was when it was declared; Fastify reuses the options for the next one. */
  readonly url: string;
  /** Whether it is the "/" of a scope, which is there with a slash, too. */
  readonly isRoot: boolean;
  readonly options: RouteOptions & { readonly routePath?: string };
}

/** The routes of an application that somebody heard of. */
export interface Heard {
  readonly routes: readonly HeardRoute[];
  /** Whether somebody listened from the start, so that there are no others. */
  readonly all: boolean;
}

// Registered for all, as the marks of guards are: a command and an application may have different copies of this package.
const HEARD: unique symbol = Symbol.for("product-auth.fastify.heard");

/**
 * Takes down all routes that are declared from now on in a scope, in those around it, and in all that are made within
 * these. `all` says that there are none yet.
 */
export function hearRoutes(scope: FastifyInstance, all = false): void {
  const { take } = listenerIn(outermost(scope), all);
  // Such a hook counts for scopes that are made later, not for those that are there.
  for (const each of around(scope)) each.addHook("onRoute", take);
}

/** What was heard of the routes of an outermost instance. */
export const heardIn = (app: FastifyInstance): Heard =>
  (app as Listening)[HEARD] ?? { routes: [], all: false };

/** The scope around all others. */
export const outermost = (scope: FastifyInstance): FastifyInstance => around(scope).at(-1)!;

interface Listener extends Heard {
  readonly take: (this: FastifyInstance, options: HeardRoute["options"]) => void;
}

type Listening = { readonly [HEARD]?: Listener };

function listenerIn(app: FastifyInstance, all: boolean): Listener {
  const known = (app as Listening)[HEARD];
  if (known !== undefined) return known;
  const routes: HeardRoute[] = [];
  const urls = new WeakMap<object, string>();
  const take: Listener["take"] = function productAuthHears(options) {
    if (urls.get(options) === options.url) return; // a scope may have the hook twice
    urls.set(options, options.url);
    routes.push({ scope: this, url: options.url, isRoot: options.routePath === "", options });
  };
  const listener = { routes, all, take };
  Object.defineProperty(app, HEARD, { value: listener });
  return listener;
}

// A scope inherits from the one around it.
function around(scope: FastifyInstance): readonly FastifyInstance[] {
  const outer = Object.getPrototypeOf(scope) as FastifyInstance | object;
  return "addHook" in outer ? [scope, ...around(outer)] : [scope];
}
