// What a user's editor promises. This file is compiled with the tests and never run; a promise that no longer holds
// does not compile.
import type { Express } from "express";
import { expectTypeOf } from "expect-type";
import { createProductAuth } from "@product-auth/core";
import {
  accessOf,
  productAuth,
  type Access,
  type ConfigurationError,
  type ConnectionEnd,
  type GuardedConnection,
  type UpgradeHandler,
  type UpgradeListener,
  type UpgradeOptions,
  type DecisionEvent,
  type Explanation,
  type ExpressProductAuth,
  type Guard,
  type Health,
  type ProductAuthOptions,
  type ProductOptions,
  type Rule,
  type SubscriptionOptions,
  type SubscriptionStore,
  type UnavailableError,
  type UnguardedRouteError,
} from "@product-auth/express";

/** Every type that the door exports. */
export type Door = [
  Access,
  ConfigurationError,
  ConnectionEnd,
  GuardedConnection,
  UpgradeHandler,
  UpgradeListener,
  UpgradeOptions,
  DecisionEvent,
  Explanation,
  ExpressProductAuth,
  Guard,
  Health,
  ProductAuthOptions,
  ProductOptions,
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
export function application(app: Express): void {
  const auth = productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products,
    subscriptions: [{ id: "one", scope: "/products/pro", primaryKey: "a-key" }],
  });

  // Product names are inferred from the options.
  expectTypeOf(auth).toEqualTypeOf<ExpressProductAuth<"starter" | "pro">>();

  // Upgrades: the product is known where the rule names it, and a misspelt one does not compile.
  auth.guardUpgrade({ product: "starter" }, (_req, _socket, _head, { access }) => {
    expectTypeOf(access.product).toEqualTypeOf<"starter">();
  });
  auth.guardUpgrade((_req, _socket, _head, { access }) => {
    expectTypeOf(access.product).toEqualTypeOf<"starter" | "pro">();
  });
  // @ts-expect-error -- no product
  auth.guardUpgrade({ product: "startr" }, () => undefined);

  // Without a guard in the same call, nothing is promised.
  app.get("/", (req, res) => {
    expectTypeOf(req.productAuth).toEqualTypeOf<Access | undefined>();
    // @ts-expect-error -- possibly undefined
    req.productAuth.product;
    expectTypeOf(accessOf(req)).toEqualTypeOf<Access>();
    res.end();
  });

  // With one, the access is there, narrowed to its product, and path parameters stay inferred.
  app.get("/reports/:year", auth.requireProduct("starter"), (req, res) => {
    expectTypeOf(res.locals.productAuth).toEqualTypeOf<Access<"starter">>();
    expectTypeOf(res.locals.productAuth.product).toEqualTypeOf<"starter">();
    expectTypeOf(req.params).toEqualTypeOf<{ year: string }>();
    // @ts-expect-error -- there is no such parameter
    req.params.month;
    // @ts-expect-error -- the access is read-only
    res.locals.productAuth.product = "starter";
  });
  app.get("/both", auth.requireProduct("starter", "pro"), (_req, res) => {
    expectTypeOf(res.locals.productAuth.product).toEqualTypeOf<"starter" | "pro">();
  });
  app.post("/orders/:id", auth.require({ product: "pro", scopes: ["Orders.Write"] }), (req, res) => {
    expectTypeOf(res.locals.productAuth).toEqualTypeOf<Access<"pro">>();
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
  });
  app.get("/lists", auth.require({ product: ["starter", "pro"] }), (_req, res) => {
    expectTypeOf(res.locals.productAuth.product).toEqualTypeOf<"starter" | "pro">();
  });
  app.get("/any/:id", auth, (req, res) => {
    expectTypeOf(res.locals.productAuth).toEqualTypeOf<Access<"starter" | "pro">>();
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
  });
  app.get("/scoped", auth.requireScope("Orders.Read"), (_req, res) => {
    expectTypeOf(res.locals.productAuth).toEqualTypeOf<Access<"starter" | "pro">>();
  });
  app.get("/roles", auth.requireRole("Orders.Export"), (_req, res) => {
    expectTypeOf(res.locals.productAuth).toEqualTypeOf<Access<"starter" | "pro">>();
  });
  app.get("/stacked/:id", auth.requireProduct("pro"), auth.requireRole("Orders.Export"), (req, res) => {
    expectTypeOf(res.locals.productAuth.client?.id).toEqualTypeOf<string | undefined>();
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
  });
  app.use(auth, auth.requireProduct("pro"));

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

  // open() opens, and leaves no access behind.
  app.get("/open/:id", auth.open(), (req, res) => {
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
    expectTypeOf(req.productAuth).toEqualTypeOf<Access | undefined>();
    res.end();
  });
}

/** The types of an application with APIs. */
export function applicationWithApis(app: Express): void {
  const auth = productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products,
    apis: { orders: { path: "orders", products: ["starter", "pro"] }, audit: { path: "audit" } },
    subscriptions: [{ id: "one", scope: "/apis/audit", primaryKey: "a-key" }],
  });
  expectTypeOf(auth).toEqualTypeOf<ExpressProductAuth<"starter" | "pro", "orders" | "audit">>();

  // A key may be for an API alone: then there is no product.
  app.get("/any/:id", auth, (req, res) => {
    expectTypeOf(res.locals.productAuth).toEqualTypeOf<Access<"starter" | "pro" | undefined>>();
    // @ts-expect-error -- possibly undefined
    res.locals.productAuth.product.length;
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
  });
  app.get("/api", auth.require({ api: "orders" }), (_req, res) => {
    expectTypeOf(res.locals.productAuth.product).toEqualTypeOf<"starter" | "pro" | undefined>();
  });

  // A product that is demanded is there.
  app.get("/product", auth.require({ api: "orders", product: "pro", all: true }), (_req, res) => {
    expectTypeOf(res.locals.productAuth).toEqualTypeOf<Access<"pro">>();
  });
  app.get("/required", auth.requireProduct("starter"), (_req, res) => {
    expectTypeOf(res.locals.productAuth).toEqualTypeOf<Access<"starter">>();
  });

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
  expectTypeOf(shared).toEqualTypeOf<ExpressProductAuth<"starter" | "pro">>();
  // @ts-expect-error -- strater
  shared.requireProduct("strater");
}
