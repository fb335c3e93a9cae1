// The code of the README. It is run by readme.test.ts.
// #region api
import { productAuth } from "@product-auth/express";
import { createRedisSubscriptions } from "@product-auth/redis";
import express from "express";

export function createApi(url: string, ca: string) {
  const subscriptions = createRedisSubscriptions({
    url, // rediss://orders_api:…@cache.example.com:6379
    connection: { socket: { tls: true, ca } },
    onProblem: (problem) => console.warn(`subscriptions: ${problem.message}`),
  });
  const auth = productAuth({
    products: { pro: { accepts: ["key"] } },
    subscriptions,
    subscriptionCache: { ttl: 5 }, // seconds: the longest a revoked key lives where no notice arrives
  });

  const app = express();
  app.get("/orders", auth.requireProduct("pro"), (_req, res) => void res.json([]));
  return { app, close: () => auth.close() }; // closes the store and its client too
}
// #endregion api

// #region administration
import { administerSubscriptions } from "@product-auth/core/subscriptions";

export async function replaceKey(url: string, ca: string): Promise<string> {
  const repository = createRedisSubscriptions({ url, connection: { socket: { tls: true, ca } } });
  const administration = administerSubscriptions({ repository });
  const { subscription } = await administration.create({ scope: "/products/pro", ownerId: "contoso" });
  const { key } = await administration.regeneratePrimary(subscription.id); // the old one is void everywhere now
  await repository.close();
  return key; // shown once; the database holds its digest
}
// #endregion administration

// #region client
import { createClient } from "redis";

export async function withClientOfYourOwn(url: string, ca: string) {
  const client = createClient({ url, socket: { tls: true, ca }, disableOfflineQueue: true });
  client.on("error", (error: Error) => console.warn(error.message));
  await client.connect();
  const subscriptions = createRedisSubscriptions({ client, prefix: "{shop}:" });
  return { client, subscriptions }; // subscriptions.close() leaves your client open
}
// #endregion client

// #region counters
import { createRedisCounters } from "@product-auth/redis";

export function createCounters(url: string, ca: string) {
  return createRedisCounters({
    url, // rediss://orders_limits:…@cache.example.com:6379
    connection: { socket: { tls: true, ca } },
    onProblem: (problem) => console.warn(`counters: ${problem.message}`),
  });
}
// #endregion counters

// #region limited
export function createLimitedApi(url: string, ca: string) {
  return productAuth({
    products: {
      pro: {
        accepts: ["key"],
        rateLimit: { calls: 100, renewalPeriod: 60 },
        quota: { calls: 10_000, renewalPeriod: 604_800 },
      },
    },
    subscriptions: createRedisSubscriptions({ url, connection: { socket: { tls: true, ca } } }),
    counters: { store: createCounters(url, ca) },
  });
}
// #endregion limited
