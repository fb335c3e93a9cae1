// What a user's editor promises. This file is compiled with the tests and never run; a promise that no longer holds
// does not compile.
import cors from "@koa/cors";
import Router from "@koa/router";
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
  type Guard,
  type Health,
  type KoaProductAuth,
  type ProductAuthOptions,
  type ProductOptions,
  type Rule,
  type SubscriptionOptions,
  type SubscriptionStore,
  type UnavailableError,
  type UnguardedRouteError,
} from "@product-auth/koa";
import { expectTypeOf } from "expect-type";
import Koa, { type Context, type Middleware } from "koa";
import compose from "koa-compose";
import helmet from "koa-helmet";
import mount from "koa-mount";

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
  Guard,
  Health,
  KoaProductAuth,
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

/** What an application's own middlewares leave for its handlers. */
interface AppState {
  user: string;
}

/** The types of an application with a state of its own. */
export function application(app: Koa<AppState>, router: Router<AppState>): void {
  const auth = productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products,
    subscriptions: [{ id: "one", scope: "/products/pro", primaryKey: "a-key" }],
  });

  // Product names are inferred from the options.
  expectTypeOf(auth).toEqualTypeOf<KoaProductAuth<"starter" | "pro">>();

  // Without a guard in the same call, nothing is promised.
  router.get("/", (ctx) => {
    // @ts-expect-error -- no guard
    ctx.state.productAuth;
    expectTypeOf(accessOf(ctx)).toEqualTypeOf<Access>();
  });

  // With one, the access is there, narrowed to its product, beside the application's own state and the parameters.
  router.get("/reports/:year", auth.requireProduct("starter"), (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<"starter">>();
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"starter">();
    expectTypeOf(ctx.state.user).toEqualTypeOf<string>();
    expectTypeOf(ctx.params).toEqualTypeOf<Record<string, string>>();
    // @ts-expect-error -- the access is read-only
    ctx.state.productAuth.product = "starter";
    // @ts-expect-error -- no such member of the state
    ctx.state.usr;
  });
  router.get("/both", auth.requireProduct("starter", "pro"), (ctx) => {
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"starter" | "pro">();
  });
  router.post("/orders/:id", auth.require({ product: "pro", scopes: ["Orders.Write"] }), (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<"pro">>();
    expectTypeOf(ctx.params["id"]).toEqualTypeOf<string | undefined>();
  });
  router.all("/lists", auth.require({ product: ["starter", "pro"] }), (ctx) => {
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"starter" | "pro">();
  });
  router.get("/any/:id", auth, (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<"starter" | "pro">>();
  });
  router.get("/scoped", auth.requireScope("Orders.Read"), (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<"starter" | "pro">>();
  });
  router.get("/roles", auth.requireRole("Orders.Export"), (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<"starter" | "pro">>();
  });
  router.get("/stacked", auth.requireProduct("pro"), auth.requireRole("Orders.Export"), (ctx) => {
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"pro">();
    expectTypeOf(ctx.state.productAuth.client?.id).toEqualTypeOf<string | undefined>();
  });
  router.get("/open/:id", auth.open(), (ctx) => {
    // @ts-expect-error -- open() leaves no access behind
    ctx.state.productAuth;
    expectTypeOf(ctx.params).toEqualTypeOf<Record<string, string>>();
  });

  // Along a chain of .use().
  app
    .use(helmet())
    .use(cors())
    .use(auth.protectedResourceMetadata())
    .use(auth)
    .use((ctx) => {
      expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"starter" | "pro">();
      expectTypeOf(ctx.state.user).toEqualTypeOf<string>();
    })
    .use(auth.requireProduct("pro"))
    .use((ctx) => {
      expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"pro">();
    })
    .use(router.routes())
    .use(router.allowedMethods());

  // A handler may say which product it is for, and be written elsewhere.
  const forPro: Middleware<{ productAuth: Access<"pro"> }> = (ctx) => void ctx.state.productAuth.product;
  router.get("/elsewhere", auth.requireProduct("pro"), forPro);

  // A guard stands wherever any middleware may, and not where the state holds something else by this name.
  const guards: Middleware[] = [auth, auth.requireProduct("starter"), auth.open()];
  const own: Middleware<AppState>[] = [auth, auth.requireProduct("starter")];
  app.use(mount("/v1", compose([...guards, auth.requireRole("Orders.Export")])));
  app.use(compose(own));
  // @ts-expect-error -- a number
  const wrong: Middleware<{ productAuth: number }> = auth;
  void wrong;

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
}

/** The types of an application without a state of its own: `ctx.state` takes any name, but this one is typed. */
export function applicationWithoutState(): void {
  const auth = productAuth({ products });
  const app = new Koa();
  const router = new Router();

  // Possibly absent before a guard.
  app.use((ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<string | undefined> | undefined>();
    // @ts-expect-error -- possibly undefined
    ctx.state.productAuth.product;
    ctx.state.anythingElse = 1;
    expectTypeOf(accessOf(ctx)).toEqualTypeOf<Access>();
  });
  router.get("/open/:id", auth.open(), (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<string | undefined> | undefined>();
    expectTypeOf(ctx.params).toEqualTypeOf<Record<string, string>>();
  });
  const helper = (ctx: Context) => ctx.state.productAuth?.client?.id;
  expectTypeOf(helper).returns.toEqualTypeOf<string | undefined>();

  // There after it.
  app.use(auth.requireProduct("starter")).use((ctx) => {
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"starter">();
    expectTypeOf(ctx.state.productAuth).toExtend<Access<"starter">>();
    helper(ctx);
  });
  router.get("/reports/:year", auth.requireProduct("starter"), (ctx) => {
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"starter">();
    expectTypeOf(ctx.params).toEqualTypeOf<Record<string, string>>();
  });
  router.use(auth, auth.requireProduct("pro"));
  router.use("/admin", auth.requireProduct("pro"), new Router().get("/", auth, () => undefined).routes());

  // A mounted application that is guarded.
  const inner = new Koa().use(auth.requireProduct("pro")).use((ctx) => {
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"pro">();
  });
  app.use(mount("/inner", inner)).use(router.routes()).use(router.allowedMethods());
}

/** The types of an application with APIs. */
export function applicationWithApis(app: Koa, router: Router<AppState>): void {
  const auth = productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products,
    apis: { orders: { path: "orders", products: ["starter", "pro"] }, audit: { path: "audit" } },
    subscriptions: [{ id: "one", scope: "/apis/audit", primaryKey: "a-key" }],
  });
  expectTypeOf(auth).toEqualTypeOf<KoaProductAuth<"starter" | "pro", "orders" | "audit">>();

  // A key may be for an API alone: then there is no product.
  router.get("/any/:id", auth, (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<"starter" | "pro" | undefined>>();
    // @ts-expect-error -- possibly undefined
    ctx.state.productAuth.product.length;
  });
  app.use(auth).use((ctx) => {
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"starter" | "pro" | undefined>();
  });
  router.get("/api", auth.require({ api: "orders" }), (ctx) => {
    expectTypeOf(ctx.state.productAuth.product).toEqualTypeOf<"starter" | "pro" | undefined>();
  });

  // A product that is demanded is there.
  router.get("/product", auth.require({ api: "orders", product: "pro", all: true }), (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<"pro">>();
  });
  router.get("/required", auth.requireProduct("starter"), (ctx) => {
    expectTypeOf(ctx.state.productAuth).toEqualTypeOf<Access<"starter">>();
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
  expectTypeOf(shared).toEqualTypeOf<KoaProductAuth<"starter" | "pro">>();
  // @ts-expect-error -- strater
  shared.requireProduct("strater");
}
