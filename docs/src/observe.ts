import { subscribe } from "node:diagnostics_channel";
import { DECISION_CHANNEL } from "@product-auth/core";
import {
  productAuth,
  type DecisionEvent,
  type ProductAuthOptions,
  type SubscriptionStore,
} from "@product-auth/express";
import express from "express";

export type Log = (entry: object) => void;

export interface Database {
  findSubscription(digest: string): ReturnType<SubscriptionStore["findByKeyDigest"]>;
}

export function createApp(options: ProductAuthOptions<"starter">, log: Log): express.Express {
  // #region on-decision
  const auth = productAuth({
    ...options,
    onDecision: ({ outcome, status, code, expected, actual, hint, method, path }) => {
      if (outcome !== "admit") log({ status, code, expected, actual, hint, method, path });
    },
  });
  // #endregion on-decision

  const app = express();
  // #region explain
  app.use(async (req, _res, next) => {
    const { checks, code } = await auth.explain(req, { product: "starter" });
    log({ code, checks });
    next();
  });
  // #endregion explain
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => void res.send("orders"));
  return app;
}

// #region store-errors
export function subscriptionsIn(database: Database, warn: (error: unknown) => void): SubscriptionStore {
  return {
    async findByKeyDigest(digest) {
      try {
        return await database.findSubscription(digest);
      } catch (error) {
        warn(error); // in full, and only here: it may hold the connection string
        throw error; // 503
      }
    },
  };
}
// #endregion store-errors

// #region channel
export function countRefusals(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  subscribe(DECISION_CHANNEL, (message) => {
    const { code } = message as DecisionEvent;
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
  });
  return counts;
}
// #endregion channel
