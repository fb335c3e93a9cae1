import cors from "@fastify/cors";
import type { RouteRule } from "@product-auth/fastify";
import { accessOf, productAuth, type FastifyProductAuth, type Guard } from "@product-auth/fastify";
import type {
  AdapterHarness,
  AdapterUnderTest,
  AnyOptions,
  AnyRule,
  Application,
  Declared,
  Exchange,
  Link,
  Reply,
} from "@product-auth/testkit";
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RegisterOptions,
} from "fastify";

type Auth = FastifyProductAuth<string, string>;
type Route = Extract<Declared<Piece>, { kind: "route" }>;

/** A guard as applications of Fastify carry it: the plugin, or a hook that may be said as a rule in `config` instead. */
interface Piece {
  readonly plugin: Auth;
  /** Absent where the plugin itself is meant. */
  readonly hook?: Guard;
  readonly rule?: RouteRule;
}

type Adapter = AdapterUnderTest<Piece> & { readonly auth: Auth };

/** How the adapter contract gets at this adapter: every guard of a route is a hook of it. */
export const withHooks: AdapterHarness<Piece> = harnessOf("withHooks");
/** The same with the first guard of a route in its `config`, wherever that means the same. */
export const withConfig: AdapterHarness<Piece> = harnessOf("withConfig");

function harnessOf(name: "withHooks" | "withConfig"): AdapterHarness<Piece> {
  return {
    adapt: (options) => adapt(options, name === "withConfig"),
    build: (auth, application) => build((auth as Adapter).auth, application),
    source: { module: import.meta.url, name },
  };
}

function adapt(options: Parameters<AdapterHarness["adapt"]>[0], inConfig: boolean): Adapter {
  const plugin = productAuth<string, string>(options as AnyOptions);
  const piece = (hook: Guard, rule?: AnyRule): Piece =>
    inConfig && rule !== undefined ? { plugin, hook, rule: rule as RouteRule } : { plugin, hook };
  const { update, ready, health, close } = plugin;
  return {
    ...{ auth: plugin, everything: { plugin }, update, ready, health, close },
    requireProduct: (...product) => piece(plugin.requireProduct(...(product as [string])), { product }),
    requireScope: (...scopes) => piece(plugin.requireScope(...(scopes as [string])), { scopes }),
    requireRole: (...roles) => piece(plugin.requireRole(...(roles as [string])), { roles }),
    require: (rule) => piece(plugin.require(rule), rule),
    open: () => piece(plugin.open()),
    protectedResourceMetadata: () => piece(plugin.protectedResourceMetadata()),
    uncalled: (name) => piece((name === "productAuth" ? productAuth : plugin[name]) as unknown as Guard),
  };
}

async function build(auth: Auth, { declared, onError }: Application<Piece>) {
  // As forgiving as a router can be: a guard must hold however its path is spelt.
  const routerOptions = { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, caseSensitive: false };
  const app = fastify({ routerOptions });
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  app.setErrorHandler((error, _request, reply) => write(reply, onError(error)));
  await declare(app, declared, { auth, isGuarded: false });
  await app.ready();
  return { listener: app.routing, close: () => app.close() };
}

/** Where in an application we are: whose requests are explained, and whether the plugin guards this scope. */
interface Place {
  readonly auth: Auth;
  readonly isGuarded: boolean;
}

// Hooks of Fastify stand before all routes of their scope, so what is declared after them goes into a scope within.
async function declare(scope: FastifyInstance, all: readonly Declared<Piece>[], place: Place): Promise<void> {
  for (const [i, one] of all.entries()) {
    if (one.kind === "route") await declareRoute(scope, one, place);
    else {
      const options: RegisterOptions = one.kind === "mount" ? { prefix: one.prefix } : {};
      await scope.register(async (inner) => {
        const reached = await link(inner, one.links, place);
        // Unknown paths are answered behind what stands before everything; the types miss the short form.
        if (one.kind === "use" && inner.prefix === "")
          (inner as unknown as { setNotFoundHandler(): void }).setNotFoundHandler();
        await declare(inner, one.kind === "mount" ? one.declared : all.slice(i + 1), reached);
      }, options);
      if (one.kind === "use") return;
    }
  }
}

async function link(scope: FastifyInstance, links: readonly Link<Piece>[], place: Place): Promise<Place> {
  let { isGuarded } = place;
  for (const one of links) {
    if (one.kind === "guard" && one.guard.hook === undefined) {
      await scope.register(one.guard.plugin);
      isGuarded = true;
    } else if (one.kind === "cors") await scope.register(cors, { delegator: preflightsOnly });
    else scope.addHook("onRequest", hookOf(one, place));
  }
  return { ...place, isGuarded };
}

// A rule in `config` is for the plugin, which stands in a scope of the route's own then. Behind `app.use(auth)` it
// would stand in place of that, where a guard comes on top.
async function declareRoute(scope: FastifyInstance, route: Route, place: Place): Promise<void> {
  const first = route.links.findIndex((one) => one.kind === "guard" && one.guard.rule !== undefined);
  const ruled = route.links[first];
  if (ruled?.kind !== "guard" || place.isGuarded) return routeOf(scope, route, route.links, place);
  await scope.register(async (inner) => {
    await link(inner, route.links.slice(0, first), place);
    await inner.register(ruled.guard.plugin);
    routeOf(inner, route, route.links.slice(first + 1), place, ruled.guard.rule);
  });
}

function routeOf(
  scope: FastifyInstance,
  { methods, paths, handler }: Route,
  links: readonly Link<Piece>[],
  place: Place,
  rule?: RouteRule,
): void {
  for (const path of paths)
    scope.route({
      method: methods === "all" ? scope.supportedMethods : [...methods],
      url: path.replace(/\*\w+$/, "*"),
      onRequest: links.map((one) => hookOf(one, place)),
      ...(rule !== undefined && { config: { productAuth: rule } }),
      handler: async (request, reply) => write(reply, await handler(exchangeOf(request, place))),
    });
}

function hookOf(one: Link<Piece>, place: Place) {
  if (one.kind === "guard" && one.guard.hook !== undefined) return one.guard.hook;
  if (one.kind !== "step") throw new Error("the plugin and CORS are for scopes");
  return async (request: FastifyRequest) => one.step(exchangeOf(request, place));
}

function exchangeOf(request: FastifyRequest, { auth }: Place): Exchange {
  const { "*": path, ...params } = request.params as Record<string, string>;
  return {
    method: request.method,
    url: request.url,
    params: path === undefined ? params : { ...params, path },
    access: request.productAuth,
    accessOf: () => accessOf(request),
    explain: (rule) => auth.explain(request, rule),
  };
}

// By itself it answers every OPTIONS.
const preflightsOnly = (request: FastifyRequest, use: (error: null, options: object) => void) =>
  use(null, {
    origin: "https://app.example",
    strictPreflight: false,
    preflight: request.headers["access-control-request-method"] !== undefined,
  });

function write(reply: FastifyReply, { status = 200, headers = {}, body }: Reply): FastifyReply {
  reply.code(status).headers(headers);
  return typeof body === "string"
    ? reply.send(body)
    : reply.type("application/json").send(JSON.stringify(body));
}
