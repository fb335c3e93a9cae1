import { UnguardedRouteError, type ProductAuth, type Requirement } from "@product-auth/core";
import { markOpen, markShut } from "@product-auth/core/adapter";
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

/** Why nobody gets in where a route's rule is not settled, for reports. */
const TOO_EARLY =
  "nobody gets in: declared before Product Auth was registered, or its rule changed afterwards";

/** What a route said when it was declared, and the guard that does as it says. */
interface Settled {
  readonly rule: unknown;
  readonly guard: Guard;
}

/** Makes the function that puts a guard before every route of a scope: the one its `config.productAuth` asks for. */
export function scopeGuard<P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  guard: (requirement: Requirement<P>, within?: boolean) => Guard,
): (scope: FastifyInstance) => void {
  const anyProduct = guard(auth.anyProduct);
  // Fastify copies a route's config once it is declared. Under a name of our own the copy carries the guard, beside the
  // rule that it was made for.
  const settled = Symbol("productAuth.settled");

  function guardOf({ config = {}, method, url }: RouteOptions, within: boolean): Guard {
    if (!("productAuth" in config)) return anyProduct;
    const rule = config.productAuth;
    if (rule === "open") return letOn;
    // What is no rule, undefined for one, is refused there.
    const where = `${[method].flat().join(",")} ${url} config.productAuth`;
    return guard(auth.requirement(rule as never, where), within);
  }

  /** The guard that was made for a route; undefined where there is none, or its rule is another one by now. */
  function guardIn(config: RouteOptions["config"]): Guard | undefined {
    const found = (config as { [settled]?: Settled } | undefined)?.[settled];
    return found?.rule === config?.productAuth ? found?.guard : undefined;
  }

  // Its rule may be anything: not even a good credential will do. Without one, callers learn nothing of it.
  const neverSeen = markShut<Guard>(TOO_EARLY, (request, reply, done) =>
    anyProduct(request, reply, (error?: Error) => {
      const { method, url } = (request as FastifyRequest).routeOptions;
      done(
        error ??
          new UnguardedRouteError(
            `${[method].flat().join(",")} ${url} was declared before Product Auth was registered in its scope, or given another rule afterwards, so its rule is not settled. Declare it after \`await app.register(auth)\`, with config: { productAuth: "open" } if everybody may call it, or give the guarded routes a scope of their own.`,
          ),
      );
    }),
  );

  const guardSeenIn = ({ config }: RouteOptions) => guardIn(config) ?? neverSeen;

  return function guardScope(scope) {
    // Whether unknown paths are answered by the plugin: then what a route demands must not tell it apart from them.
    const within = scope.prefix !== "" || outermost(scope) === scope;
    scope.addHook("onRoute", (route) => {
      const made: Settled = { rule: route.config?.productAuth, guard: guardOf(route, within) };
      route.config = { ...route.config, [settled]: made } as NonNullable<typeof route.config>;
    });
    scope.addHook(
      "onRequest",
      markScope(
        guardSeenIn,
        function productAuthScope(
          request: FastifyRequest,
          reply: FastifyReply,
          done: HookHandlerDoneFunction,
        ) {
          const found = guardIn(request.routeOptions.config) ?? (request.is404 ? anyProduct : neverSeen);
          found(request, reply, done);
        },
      ),
    );
    recordRoutes(scope);
    if (scope.prefix !== "") guardUnknownPaths(scope, anyProduct);
  };
}

// Unknown paths below a prefix are answered by the outermost scope, past the hooks of this one.
function guardUnknownPaths(scope: FastifyInstance, guard: Guard): void {
  const isBelow = belowPrefix(scope.prefix);
  outermost(scope).addHook("onRequest", (request, reply, done) => {
    if (request.is404 && request.productAuth === undefined && isBelow(request.raw.url ?? "/"))
      guard(request, reply, done);
    else done();
  });
}

/** Lets everybody on. */
export const letOn: Guard = markOpen(function productAuthOpen(_request, _reply, done) {
  done();
});
