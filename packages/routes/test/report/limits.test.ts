import { expect } from "chai";
import express from "express";
import { productAuth } from "@product-auth/express";
import { report } from "#src/express/index.js";

const options = {
  subscriptions: [],
  products: {
    starter: {
      accepts: ["key"],
      rateLimit: { calls: 5, renewalPeriod: 60, apis: { orders: { calls: 1, renewalPeriod: 60 } } },
      quota: { calls: 100, bandwidth: 40, renewalPeriod: 0, per: "subscription" },
    },
  },
  policies: {
    quotaByKey: [
      {
        calls: 9,
        renewalPeriod: 3600,
        counterKey: [{ header: "X-Plan" }, { firstOf: ["user", { text: "none" }, { claim: "oid" }] }],
        counterName: "plan",
      },
    ],
  },
  apis: {
    orders: {
      path: "orders",
      products: ["starter"],
      operations: {
        create: {
          method: "POST",
          urlTemplate: "/",
          rateLimitByKey: [{ calls: 2, renewalPeriod: 1, counterKey: () => "all" }],
        },
      },
    },
  },
} as const;

describe("routeReport: limits", () => {
  const auth = productAuth(options);
  const app = express();
  app.use(auth);
  app.post("/orders", (_req, res) => res.end());
  app.post(
    "/other",
    auth.require({
      product: "starter",
      rateLimitByKey: [{ calls: 3, renewalPeriod: 1, counterKey: ["caller"] }],
    }),
    (_req, res) => res.end(),
  );
  const { routes } = report(app, auth);
  const everywhere =
    'global "plan" (9 calls in 3600 s by header X-Plan and user or "none" or claim oid), product:starter (5 calls in 60 s)';
  const quota =
    "product:starter (100 calls in all by subscription), product:starter (40 KB in all by subscription)";

  it("are listed in words, those of the API and operation at the route's path included", () =>
    expect(routes[0]?.demands).to.equal(
      `any product, or as its API says; limits: ${everywhere}, product:starter/orders (1 call in 60 s), ${quota}, operation:orders/create (2 calls in 1 s by a function)`,
    ));
  it("of a rule are listed with the rule", () =>
    expect(routes[1]?.demands).to.include(`${everywhere}, ${quota}, rule (3 calls in 1 s by caller)`));
  it("have their numbers in JSON", () => {
    const policies = routes[0]?.guards.flatMap((guard) => guard.policies ?? []);
    expect(policies).to.deep.include({
      kind: "quotaByKey",
      place: "global",
      index: 0,
      name: "plan",
      calls: 9,
      renewalPeriod: 3600,
      demands: '9 calls in 3600 s by header X-Plan and user or "none" or claim oid',
    });
    expect(policies).to.deep.include({
      kind: "quota",
      place: "product:starter",
      index: 0,
      bandwidth: 40,
      renewalPeriod: 0,
      demands: "40 KB in all by subscription",
    });
  });
});
