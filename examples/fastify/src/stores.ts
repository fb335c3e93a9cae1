import type { ProductAuthOptions, SubscriptionStore } from "@product-auth/fastify";
import { createPostgresSubscriptions } from "@product-auth/postgres";
import { createRedisCounters } from "@product-auth/redis";
import type { Logger } from "pino";
import type { Config } from "./config.js";
import type { ProductName } from "./product-name.js";

/** Where subscriptions live, and where calls are counted. `auth.close()` closes both. */
export type Stores = Pick<ProductAuthOptions<ProductName>, "subscriptions" | "counters">;

/** Opens the stores that the environment names: all instances of the API share them. */
export async function openStores(
  { subscriptions, databaseUrl, redisUrl }: Pick<Config, "subscriptions" | "databaseUrl" | "redisUrl">,
  log: Logger,
): Promise<Stores> {
  return {
    subscriptions: databaseUrl === undefined ? subscriptions : await openSubscriptions(databaseUrl, log),
    ...(redisUrl !== undefined && { counters: countersOf(redisUrl, log) }),
  };
}

async function openSubscriptions(connectionString: string, log: Logger): Promise<SubscriptionStore> {
  const store = createPostgresSubscriptions({
    connectionString,
    onProblem: ({ message }) => log.warn({ event: "subscriptions", problem: message }),
  });
  // Safe at every start, also of many instances at once.
  await store.migrate().catch(({ message }: Error) => {
    throw new Error(`DATABASE_URL: the tables cannot be made or read: ${message}`);
  });
  return store;
}

function countersOf(url: string, log: Logger): NonNullable<Stores["counters"]> {
  return {
    store: createRedisCounters({
      url,
      onProblem: ({ message }) => log.warn({ event: "counters", problem: message }),
    }),
    // While Redis fails, each instance counts by itself.
    onChange: ({ state, cause }) => log.warn({ event: "counters", state, cause }),
  };
}
