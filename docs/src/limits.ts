import express from "express";
import { accessOf, productAuth, type ProductAuthOptions } from "@product-auth/express";

// #region first
export const options: ProductAuthOptions<"starter", "orders"> = {
  products: {
    starter: {
      accepts: ["key"],
      rateLimit: {
        calls: 5,
        renewalPeriod: 60, // seconds
        remainingCallsHeaderName: "X-Remaining",
        apis: { orders: { calls: 2, renewalPeriod: 60 } },
      },
      quota: { calls: 100, bandwidth: 40_000, renewalPeriod: 604_800 }, // kilobytes, and a week
    },
  },
  apis: { orders: { path: "orders", products: ["starter"] } },
  subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "contoso-key" }],
};
// #endregion first

export function createApp(given: ProductAuthOptions<"starter", "orders">) {
  const auth = productAuth(given);
  const app = express();
  app.use(auth);
  app.get("/orders", (req, res) => void res.json({ subscription: accessOf(req).subscription?.id }));
  app.post("/orders", (_req, res) => void res.status(400).send());
  return { app, auth };
}

// #region keys
export const byKey: Pick<ProductAuthOptions<"starter", "orders">, "policies" | "apis"> = {
  policies: {
    rateLimitByKey: [{ calls: 1_000, renewalPeriod: 10, counterKey: ["ip"] }], // every network, whole API
  },
  apis: {
    orders: {
      path: "orders",
      products: ["starter"],
      rateLimitByKey: [
        // Each user, or the client application where no user calls.
        { calls: 20, renewalPeriod: 1, counterKey: [{ firstOf: ["user", "client"] }] },
        // The callers of one plan together, wherever a policy with this name stands.
        { calls: 500, renewalPeriod: 60, counterKey: [{ header: "X-Plan" }], counterName: "plan" },
      ],
      quotaByKey: [
        {
          calls: 10_000,
          renewalPeriod: 86_400,
          counterKey: ["caller"],
          firstPeriodStart: "2026-01-01T00:00:00Z",
        },
      ],
    },
  },
};
// #endregion keys

// #region response
export const byResponse: Pick<ProductAuthOptions<"starter", "orders">, "apis"> = {
  apis: {
    orders: {
      path: "orders",
      products: ["starter"],
      rateLimitByKey: [
        { calls: 3, renewalPeriod: 60, counterKey: ["caller"], incrementCondition: { status: ["4xx"] } },
      ],
      quotaByKey: [
        {
          calls: 1_000,
          renewalPeriod: 86_400,
          counterKey: ["caller"],
          incrementCount: ({ header }) => Number(header("X-Cost") ?? 1), // in code only
        },
      ],
    },
  },
};
// #endregion response

// #region rule
export function search(auth: ReturnType<typeof createApp>["auth"]) {
  const router = express.Router();
  const few = { calls: 5, renewalPeriod: 1, counterKey: ["caller" as const] };
  router.get("/search", auth.require({ product: "starter", rateLimitByKey: [few] }), (_req, res) => {
    res.json([]);
  });
  return router;
}
// #endregion rule

// #region usage
export async function forgive(auth: ReturnType<typeof createApp>["auth"], id: string, by: string) {
  const caller = { subscription: { id, scope: "/products/starter" } };
  const [first] = await auth.limits.of(caller); // { kind: "rate", place: "product:starter", limit: 5, used: 3, … }
  if (first !== undefined && first.used === first.limit) await auth.limits.reset(caller, { by });
}
// #endregion usage
