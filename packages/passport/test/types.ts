// What a user's editor promises. This file is compiled with the tests and never run; a promise that no longer holds
// does not compile.
// oxlint-disable typescript/no-unsafe-argument -- what passport.authenticate gives has the type any
import { createProductAuth, type ProductAuth } from "@product-auth/core";
import {
  accessOf,
  ProductAuthStrategy,
  trustAuthInfo,
  type Access,
  type ConfigurationError,
  type DecisionEvent,
  type RuleOptions,
  type Explanation,
  type Health,
  type ProductAuthOptions,
  type ProductOptions,
  type RefusalHandler,
  type RequestUnavailableError,
  type Rule,
  type StrategyOptions,
  type SubscriptionOptions,
  type SubscriptionStore,
  type UnavailableError,
  type UnguardedRouteError,
} from "@product-auth/passport";
import { expectTypeOf } from "expect-type";
import type { Express } from "express";
import passport from "passport";

/** Every type that the door exports. */
export type Door = [
  Access,
  ConfigurationError,
  DecisionEvent,
  RuleOptions,
  Explanation,
  Health,
  ProductAuthOptions,
  ProductOptions,
  RefusalHandler,
  RequestUnavailableError,
  Rule,
  StrategyOptions,
  SubscriptionOptions,
  SubscriptionStore,
  UnavailableError,
  UnguardedRouteError,
];

const tenantId = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const products = {
  starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
  pro: { audience: "api://7b0c9e11-2222-4333-8444-955566667777" },
} as const;

/** The types of one application. */
export function application(app: Express): void {
  const strategy = new ProductAuthStrategy({ tenantId, products });

  // Product names are inferred from the options.
  expectTypeOf(strategy).toEqualTypeOf<ProductAuthStrategy<"starter" | "pro">>();
  passport.use(strategy);
  passport.use("other", strategy);

  app.get(
    "/reports/:year",
    passport.authenticate("product-auth", strategy.requireProduct("starter")),
    (req, res) => {
      expectTypeOf(req.productAuth).toEqualTypeOf<Access | undefined>();
      // @ts-expect-error -- possibly undefined
      req.productAuth.product;
      expectTypeOf(accessOf(req)).toEqualTypeOf<Access>();
      res.end();
    },
  );
  passport.authenticate(strategy, strategy.requireProduct("starter", "pro"));
  passport.authenticate(["product-auth", "basic"], strategy.requireScope("Orders.Read"));
  passport.authenticate("product-auth", { ...strategy.requireRole("Orders.Admin"), failWithError: true });
  app.use(strategy.answerRefusals());

  // A misspelt product does not compile.
  // @ts-expect-error -- strater
  strategy.requireProduct("strater");
  // @ts-expect-error -- the second name
  strategy.requireProduct("starter", "por");
  // @ts-expect-error -- in a list
  strategy.require({ product: ["starter", "por"] });
  // @ts-expect-error -- not a demand
  strategy.require({ products: "starter" });
  // @ts-expect-error -- in an alternative
  strategy.require({ anyOf: [{ product: "starter" }, { product: "por" }] });
  // @ts-expect-error -- no API is configured
  strategy.require({ api: "orders" });
  // @ts-expect-error -- no product
  strategy.requireProduct();
  // @ts-expect-error -- no scope
  strategy.requireScope();

  // Passport's options carry a rule, whose names passport cannot know.
  passport.authenticate("product-auth", {
    session: false,
    product: "starter",
    scopes: { any: ["Orders.Read"] },
  });
  passport.authenticate("product-auth", {
    session: false,
    anyOf: [{ product: "starter" }, { scopes: ["Orders.Read"] }],
  });
  // @ts-expect-error -- not a demand
  passport.authenticate("product-auth", { session: false, products: "starter" });
  // @ts-expect-error -- neither token nor key
  passport.authenticate("product-auth", { session: false, product: "starter", accepts: ["keys"] });
}

/** The types of an application with APIs. */
export function applicationWithApis(): void {
  const strategy = new ProductAuthStrategy({
    tenantId,
    products,
    apis: { orders: { path: "orders", products: ["pro"] } },
  });
  expectTypeOf(strategy).toEqualTypeOf<ProductAuthStrategy<"starter" | "pro", "orders">>();
  strategy.require({ api: "orders", product: "pro" });
  // @ts-expect-error -- ordres
  strategy.require({ api: "ordres" });
}

/** The types of options. */
export function options(): void {
  // @ts-expect-error -- tenant
  new ProductAuthStrategy({ tenant: tenantId, products });
  // @ts-expect-error -- no products
  new ProductAuthStrategy({ tenantId });
  new ProductAuthStrategy({ tenantId, products }, { name: "other" });

  // @ts-expect-error -- a verify callback, which would not be called
  new ProductAuthStrategy({ tenantId, products }, () => undefined);
  class Validating extends ProductAuthStrategy {
    // @ts-expect-error -- not called either
    validate = (): boolean => false;
  }
  new Validating({ tenantId, products });

  // An instance of core's keeps its product names.
  const shared = new ProductAuthStrategy(createProductAuth({ products }));
  expectTypeOf(shared).toEqualTypeOf<ProductAuthStrategy<"starter" | "pro">>();
  // @ts-expect-error -- strater
  shared.requireProduct("strater");

  expectTypeOf(trustAuthInfo({ tenantId, products })).toEqualTypeOf<ProductAuth<"starter" | "pro">>();
}
