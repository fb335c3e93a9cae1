// What a user's editor promises. This file is compiled with the tests and never run; a promise that no longer holds
// does not compile.
import type { Http2SecureServer } from "node:http2";
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyTypeProvider } from "fastify";
import { expectTypeOf } from "expect-type";
import { createProductAuth } from "@product-auth/core";
import {
  accessOf,
  productAuth,
  type Access,
  type AccessFor,
  type ConfigurationError,
  type ConnectionEnd,
  type GuardedConnection,
  type UpgradeOptions,
  type DecisionEvent,
  type Explanation,
  type FastifyGuards,
  type FastifyProductAuth,
  type Guard,
  type GuardedReply,
  type GuardedRequest,
  type Health,
  type ProductAuthOptions,
  type ProductOptions,
  type RegisteredNames,
  type RouteRule,
  type Rule,
  type SubscriptionOptions,
  type SubscriptionStore,
  type UnavailableError,
  type UnguardedRouteError,
} from "@product-auth/fastify";

/** Every type that the door exports. */
export type Door = [
  Access,
  AccessFor<unknown>,
  ConfigurationError,
  ConnectionEnd,
  GuardedConnection,
  UpgradeOptions,
  DecisionEvent,
  Explanation,
  FastifyGuards,
  FastifyProductAuth,
  Guard,
  GuardedReply,
  GuardedRequest,
  Health,
  ProductAuthOptions,
  ProductOptions,
  RegisteredNames,
  RouteRule,
  Rule,
  SubscriptionOptions,
  SubscriptionStore,
  UnavailableError,
  UnguardedRouteError,
];

const products = {
  starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
  pro: { audience: "api://7b0c9e11-2222-4333-8444-955566667777", accepts: ["token", "key"] },
} as const;

/** The types of one application. */
export async function application(app: FastifyInstance): Promise<void> {
  const auth = productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products,
    subscriptions: [{ id: "one", scope: "/products/pro", primaryKey: "a-key" }],
  });

  // Product names are inferred from the options.
  expectTypeOf(auth).toEqualTypeOf<FastifyProductAuth<"starter" | "pro">>();

  await app.register(auth);

  // Without a rule in the same call, nothing is promised.
  app.get("/", (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access | undefined>();
    // @ts-expect-error -- possibly undefined
    request.productAuth.product;
    expectTypeOf(accessOf(request)).toEqualTypeOf<Access>();
  });
  app.get("/hook", { onRequest: auth.requireProduct("starter") }, (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access | undefined>();
  });

  // With one, the access is there, narrowed to its product: rule and type come from the same words.
  app.get("/starter", { config: { productAuth: { product: "starter" } } }, (request, reply) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access<"starter">>();
    expectTypeOf(accessOf(request).product).toEqualTypeOf<"starter">();
    expectTypeOf(reply).toHaveProperty("send");
    // @ts-expect-error -- the access is read-only
    request.productAuth.product = "starter";
    return { for: request.productAuth.client?.id };
  });
  app.get("/both", { config: { productAuth: { product: ["starter", "pro"] } } }, async (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access<"starter" | "pro">>();
  });
  app.get("/scoped", { config: { productAuth: { scopes: ["Orders.Read"] } } }, (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access>();
  });
  app.get(
    "/any-of",
    { config: { productAuth: { anyOf: [{ product: "starter" }, { scopes: ["Orders.Read"] }] } } },
    (request) => {
      expectTypeOf(request.productAuth).toEqualTypeOf<Access>();
    },
  );
  app.get("/roles", { config: { productAuth: { roles: { any: ["A", "B"] } } } }, (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access>();
  });
  app.post<{ Params: { id: string }; Body: { item: string } }>(
    "/orders/:id",
    { config: { productAuth: { product: "pro", scopes: ["Orders.Write"] } } },
    (request) => {
      // Naming one type parameter, Fastify infers none: `accessOf` is there for that.
      expectTypeOf(request.productAuth).toEqualTypeOf<Access | undefined>();
      expectTypeOf(accessOf(request)).toEqualTypeOf<Access>();
      expectTypeOf(request.params.id).toEqualTypeOf<string>();
      expectTypeOf(request.body.item).toEqualTypeOf<string>();
    },
  );
  app.route({
    method: ["GET", "POST"],
    url: "/route",
    config: { productAuth: { product: "pro" } },
    onRequest: [auth.requireProduct("pro"), auth.requireRole("Orders.Export")],
    handler: (request) => {
      expectTypeOf(request.productAuth).toEqualTypeOf<Access<"pro">>();
      return request.productAuth.product;
    },
  });

  // A key may be for an API alone: then there is no product, unless the rule demands one.
  app.get("/api", { config: { productAuth: { api: "orders" } } }, (request) => {
    expectTypeOf(request.productAuth.api).toEqualTypeOf<string | undefined>();
    // @ts-expect-error -- possibly undefined
    request.productAuth.product.length;
  });
  app.get(
    "/api/pro",
    { config: { productAuth: { api: "orders", product: "pro", all: true } } },
    (request) => {
      expectTypeOf(request.productAuth).toEqualTypeOf<Access<"pro">>();
    },
  );

  // "open" opens, and leaves no access behind.
  app.get("/open", { config: { productAuth: "open" } }, (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access | undefined>();
  });

  // Other configuration, hooks of the route and handlers written elsewhere go on working.
  const elsewhere = async (request: FastifyRequest, reply: FastifyReply) =>
    reply.send(request.productAuth?.product);
  app.get("/elsewhere", { config: { productAuth: { product: "pro" } } }, elsewhere);
  app.get(
    "/more",
    {
      config: { productAuth: { product: "pro" }, other: 1 },
      preHandler: (request, _reply, done) => {
        expectTypeOf(request.routeOptions.config.other).toEqualTypeOf<number>();
        done();
      },
    },
    (request) => request.productAuth.product satisfies "pro",
  );
  const rule: RouteRule = { product: "pro" };
  app.get("/variable", { config: { productAuth: rule } }, (request) => {
    expectTypeOf(request.productAuth).toExtend<Access<string | undefined> | undefined>();
  });

  // A mistake in the words of a rule does not compile; that a product exists is found at start-up, unless its name
  // is registered: see `registered-names.ts`.
  // @ts-expect-error -- not a demand
  app.get("/wrong", { config: { productAuth: { products: "starter" } } }, () => "");
  // @ts-expect-error -- demands nothing
  app.get("/wrong", { config: { productAuth: {} } }, () => "");
  // @ts-expect-error -- Open
  app.get("/wrong", { config: { productAuth: "Open" } }, () => "");
  // @ts-expect-error -- a scope is in a list
  app.get("/wrong", { config: { productAuth: { scopes: "Orders.Read" } } }, () => "");
  // @ts-expect-error -- neither token nor key
  app.get("/wrong", { config: { productAuth: { product: "pro", accepts: ["keys"] } } }, () => "");
  // @ts-expect-error -- neither true nor false
  app.get("/wrong", { config: { productAuth: { product: "pro", all: "yes" } } }, () => "");

  // Guards are hooks of routes and scopes, before the handler wherever it suits.
  app.get("/hooks", { onRequest: [auth.requireProduct("pro"), auth.open()] }, () => "");
  app.get("/later", { preHandler: auth.requireScope("Orders.Read") }, () => "");
  app.addHook("onRequest", auth.requireProduct("starter", "pro"));
  app.addHook("onRequest", auth.protectedResourceMetadata());
  app.addHook("preHandler", auth.require({ product: "pro", scopes: ["Orders.Write"] }));
  app.addHook("onReady", auth.ready);
  app.addHook("onClose", auth.close);

  // A misspelt product does not compile.
  // @ts-expect-error -- strater
  auth.requireProduct("strater");
  // @ts-expect-error -- the second name
  auth.requireProduct("starter", "por");
  // @ts-expect-error -- strater
  auth.require({ product: "strater" });
  // @ts-expect-error -- in a list
  auth.require({ product: ["starter", "por"] });
  // @ts-expect-error -- not a demand
  auth.require({ products: "starter" });
  auth.require({ anyOf: [{ product: "starter" }, { scopes: ["Orders.Read"] }] });
  // @ts-expect-error -- in an alternative
  auth.require({ anyOf: [{ product: "starter" }, { product: "por" }] });
  // @ts-expect-error -- an alternative of alternatives
  auth.require({ anyOf: [{ anyOf: [{ product: "starter" }] }] });
  // @ts-expect-error -- neither token nor key
  auth.require({ product: "pro", accepts: ["keys"] });

  // An empty demand does not compile.
  // @ts-expect-error -- no product
  auth.requireProduct();
  // @ts-expect-error -- no scope
  auth.requireScope();
  // @ts-expect-error -- no role
  auth.requireRole();

  // The instance of the scope, wherever a route is written.
  await app.register(async (scope) => {
    expectTypeOf(scope.productAuth.requireProduct).returns.toEqualTypeOf<Guard>();
    scope.get("/why", async (request) => {
      expectTypeOf(await scope.productAuth.explain(request)).toEqualTypeOf<Explanation>();
      return scope.productAuth.explain(request, { product: "starter" });
    });
    expectTypeOf(scope.productAuth.health()).toEqualTypeOf<Health>();
  });
}

interface OtherProvider extends FastifyTypeProvider {
  validator: this["schema"] extends { properties: infer P } ? { [K in keyof P]: string } : unknown;
  serializer: unknown;
}

/** The types beside type providers, and of servers other than HTTP/1. */
export async function others(
  app: FastifyInstance,
  secure: FastifyInstance<Http2SecureServer>,
): Promise<void> {
  const auth = productAuth({ tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee", products });

  const typed = app.withTypeProvider<OtherProvider>();
  await typed.register(auth);
  const params = { type: "object", properties: { year: { type: "string" } } } as const;
  typed.get("/:year", { schema: { params }, config: { productAuth: { product: "pro" } } }, (request) => {
    expectTypeOf(request.params).toEqualTypeOf<{ readonly year: string }>();
    expectTypeOf(request.productAuth).toEqualTypeOf<Access<"pro">>();
    // @ts-expect-error -- there is no such parameter
    request.params.month;
  });
  typed.get("/", { schema: { params }, onRequest: auth.requireProduct("pro") }, (request) => {
    expectTypeOf(request.params.year).toEqualTypeOf<string>();
    expectTypeOf(accessOf(request)).toEqualTypeOf<Access>();
  });
  typed.addHook("onRequest", auth.requireProduct("pro"));

  await secure.register(auth);
  secure.get("/", { config: { productAuth: { product: "pro" } } }, (request) => {
    expectTypeOf(request.productAuth).toEqualTypeOf<Access<"pro">>();
  });
  secure.get("/hook", { onRequest: auth.requireProduct("pro") }, (request) => accessOf(request).product);
  secure.addHook("onRequest", auth.requireProduct("pro"));
  secure.get("/why", (request) => auth.explain(request));
}

/** The types of an application with APIs. */
export function applicationWithApis(): void {
  const auth = productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products,
    apis: { orders: { path: "orders", products: ["starter", "pro"] }, audit: { path: "audit" } },
    subscriptions: [{ id: "one", scope: "/apis/audit", primaryKey: "a-key" }],
  });
  expectTypeOf(auth).toEqualTypeOf<FastifyProductAuth<"starter" | "pro", "orders" | "audit">>();

  auth.require({ api: "orders", product: "pro", all: true });

  // A misspelt API does not compile.
  // @ts-expect-error -- ordres
  auth.require({ api: "ordres" });
  // @ts-expect-error -- ordres, beside a product that exists
  auth.require({ api: "ordres", product: "pro" });
  // @ts-expect-error -- por, in an API that exists
  auth.require({ api: "orders", product: "por" });
  // @ts-expect-error -- neither true nor false
  auth.require({ api: "orders", all: "yes" });
  // @ts-expect-error -- stater, in the new catalog
  auth.update({ products, apis: { orders: { path: "orders", products: ["stater"] }, audit: { path: "a" } } });
  // @ts-expect-error -- stater
  productAuth({ products, apis: { orders: { path: "orders", products: ["stater"] } } });
  // @ts-expect-error -- no API is configured
  productAuth({ products }).require({ api: "orders" });
}

/** The types of options. */
export function options(): void {
  // A misspelt option, or a key for a product that is not there, does not compile.
  // @ts-expect-error -- tenant
  productAuth({ tenant: "aaaabbbb-0000-cccc-1111-dddd2222eeee", products });
  // @ts-expect-error -- no products
  productAuth({ tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee" });
  const standalone = { id: "one", primaryKey: "a-key" };
  // @ts-expect-error -- por
  productAuth({ products, subscriptions: [{ ...standalone, scope: "/products/por" }] });

  // A variable of the environment may be undefined: that is found at start-up, with a message that says what to write.
  productAuth({ tenantId: undefined as string | undefined, products });

  // An instance of core's keeps its product names.
  const shared = productAuth(createProductAuth({ products }));
  expectTypeOf(shared).toEqualTypeOf<FastifyProductAuth<"starter" | "pro">>();
  // @ts-expect-error -- strater
  shared.requireProduct("strater");
}
