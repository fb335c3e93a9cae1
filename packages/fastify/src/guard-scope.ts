import { UnguardedRouteError, type ProductAuth, type Requirement } from "@product-auth/core";
import { markOpen, markDenyAll } from "@product-auth/core/adapter";
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HookHandlerDoneFunction,
  RouteOptions,
} from "fastify";
import { belowPrefix } from "./below-prefix.js";
import type { Guard } from "./fastify-product-auth.js";
import { markScope, outermost, recordRoutes } from "./route-record.js";

/** Why every request is refused where a route's rule is not settled, for reports. */
const TOO_EARLY =
  "refuses every request: declared before Product Auth was registered, or its rule changed afterwards";

/** The rule of a route when it was declared, and its guard. */
interface SettledRoute {
  readonly rule: unknown;
  readonly guard: Guard;
}

/** Makes a function that guards every route of a scope by its `config.productAuth`. */
export function scopeGuard<P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  guard: (requirement: Requirement<P>, within?: boolean) => Guard,
): (scope: FastifyInstance) => void {
  const anyProduct = guard(auth.anyProduct);
  // Fastify copies a route's config when it is declared. Under a private symbol, the copy carries the guard and the rule that
  // it was made for.
  const settled = Symbol("productAuth.settled");

  function guardOf({ config = {}, method, url }: RouteOptions, within: boolean): Guard {
    if (!("productAuth" in config)) return anyProduct;
    const rule = config.productAuth;
    if (rule === "open") return allowAll;
    // `requirement` throws for anything that is not a rule, such as undefined.
    const where = `${[method].flat().join(",")} ${url} config.productAuth`;
    return guard(auth.requirement(rule as never, where), within);
  }

  /** The guard of a route; undefined when there is none, or its rule was changed afterwards. */
  function guardIn(config: RouteOptions["config"]): Guard | undefined {
    const found = (config as { [settled]?: SettledRoute } | undefined)?.[settled];
    return found?.rule === config?.productAuth ? found?.guard : undefined;
  }

  // The rule of such a route is unknown, so even a good credential is refused. Callers without one get the usual refusal.
  const refuseUnsettled = markDenyAll<Guard>(TOO_EARLY, (request, reply, done) =>
    anyProduct(request, reply, (error?: Error) => {
      const { method, url } = (request as FastifyRequest).routeOptions;
      done(
        error ??
          new UnguardedRouteError(
            `${[method].flat().join(",")} ${url} was declared before Product Auth was registered in its scope, or its rule was changed afterwards, so it is not guarded. Declare it after \`await app.register(auth)\`, with config: { productAuth: "open" } if it is public, or move the guarded routes to a separate scope.`,
          ),
      );
    }),
  );

  const guardOrRefuse = ({ config }: RouteOptions) => guardIn(config) ?? refuseUnsettled;

  return function guardScope(scope) {
    // Whether the plugin answers unknown paths: then a route's challenge must not distinguish it from them.
    const within = scope.prefix !== "" || outermost(scope) === scope;
    scope.addHook("onRoute", (route) => {
      const made: SettledRoute = { rule: route.config?.productAuth, guard: guardOf(route, within) };
      route.config = { ...route.config, [settled]: made } as NonNullable<typeof route.config>;
    });
    scope.addHook(
      "onRequest",
      markScope(
        guardOrRefuse,
        function productAuthScope(
          request: FastifyRequest,
          reply: FastifyReply,
          done: HookHandlerDoneFunction,
        ) {
          const found =
            guardIn(request.routeOptions.config) ?? (request.is404 ? anyProduct : refuseUnsettled);
          found(request, reply, done);
        },
      ),
    );
    recordRoutes(scope);
    if (scope.prefix !== "") guardUnknownPaths(scope, anyProduct);
  };
}

// Fastify answers unknown paths below a prefix in the outermost scope, without the hooks of this one.
function guardUnknownPaths(scope: FastifyInstance, guard: Guard): void {
  const isBelow = belowPrefix(scope.prefix);
  outermost(scope).addHook("onRequest", (request, reply, done) => {
    if (request.is404 && request.productAuth === undefined && isBelow(request.raw.url ?? "/"))
      guard(request, reply, done);
    else done();
  });
}

/** Lets every request pass. */
export const allowAll: Guard = markOpen(function productAuthOpen(_request, _reply, done) {
  done();
});
