// The code of the README. It is run by readme.test.ts.
// #region api
import { productAuth } from "@product-auth/express";
import { createPostgresSubscriptions } from "@product-auth/postgres";
import express from "express";

export function createApi(connectionString: string, ca: string) {
  const subscriptions = createPostgresSubscriptions({
    connectionString, // postgres://orders_api:…@db.example.com:5432/shop
    connection: { ssl: { ca }, max: 20 },
    onProblem: (problem) => console.warn(`subscriptions: ${problem.message}`),
  });
  const auth = productAuth({
    products: { pro: { accepts: ["key"] } },
    subscriptions,
    subscriptionCache: { ttl: 5 }, // seconds: the longest a revoked key lives where no notice arrives
  });

  const app = express();
  app.get("/orders", auth.requireProduct("pro"), (_req, res) => void res.json([]));
  return { app, close: () => auth.close() }; // closes the store and its pool too
}
// #endregion api

// #region administration
import { administerSubscriptions } from "@product-auth/core/subscriptions";

export async function replaceKey(connectionString: string, ca: string): Promise<string> {
  const repository = createPostgresSubscriptions({ connectionString, connection: { ssl: { ca } } });
  const administration = administerSubscriptions({ repository });
  const { subscription } = await administration.create({ scope: "/products/pro", ownerId: "contoso" });
  const { key } = await administration.regeneratePrimary(subscription.id); // the old one is void everywhere now
  await repository.close();
  return key; // shown once; the database holds its digest
}
// #endregion administration

// #region migrate
export async function migrate(connectionString: string, ca: string): Promise<void> {
  const subscriptions = createPostgresSubscriptions({ connectionString, connection: { ssl: { ca } } });
  await subscriptions.migrate(); // safe at every start, also of many instances at once
  await subscriptions.close();
}
// #endregion migrate

// #region migrations
import { migrations } from "@product-auth/postgres";

export function writeMigrations(): string {
  return migrations("product_auth")
    .map(({ version, sql }) => `-- ${version}\n${sql}`)
    .join("\n");
}
// #endregion migrations

// #region counters
import { createPostgresCounters } from "@product-auth/postgres";

export function createCounters(connectionString: string, ca: string) {
  return createPostgresCounters({
    connectionString, // postgres://orders_limits:…@db.example.com:5432/shop
    connection: { ssl: { ca }, max: 20 },
    onProblem: (problem) => console.warn(`counters: ${problem.message}`),
  });
}
// #endregion counters

// #region limited
export function createLimitedApi(connectionString: string, ca: string) {
  return productAuth({
    products: {
      pro: {
        accepts: ["key"],
        rateLimit: { calls: 100, renewalPeriod: 60, algorithm: "token-bucket" },
        quota: { calls: 10_000, renewalPeriod: 604_800 },
      },
    },
    subscriptions: createPostgresSubscriptions({ connectionString, connection: { ssl: { ca } } }),
    counters: { store: createCounters(connectionString, ca) },
  });
}
// #endregion limited

// #region records
import { createPostgresRecords } from "@product-auth/postgres";

export function createRecords(connectionString: string, ca: string) {
  return createPostgresRecords({
    connectionString, // postgres://orders_portal:…@db.example.com:5432/shop
    connection: { ssl: { ca } },
    onProblem: (problem) => console.warn(`records: ${problem.message}`),
  });
}
// #endregion records
