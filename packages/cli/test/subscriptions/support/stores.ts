import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  JsonFileSubscriptionRepository,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import { createPostgresSubscriptions } from "@product-auth/postgres";
import { createRedisSubscriptions } from "@product-auth/redis";
import { serviceFor, startPostgres, startRedis, type SkippableContext } from "@product-auth/testkit/services";
import pg from "pg";
import { createClient } from "redis";
import type { Circumstances, Ended } from "../../run.js";
import { newFolder, run } from "./command.js";

/** A real store of one suite's own, as the shell and as an API reach it. */
export interface Shop {
  readonly folder: string;
  /** What names the store on the command line. */
  readonly store: readonly string[];
  admin(args: readonly string[], more?: Partial<Circumstances>): Promise<Ended>;
  /** The store as an API uses it. */
  open(): Promise<SubscriptionRepository>;
  /** Everything that the store holds, as text. */
  dump(): Promise<string>;
  remove(): Promise<void>;
}

let made = 0;

/** The stores, by name; the shared servers of the testkit, each suite with a schema or a prefix of its own. */
export const SHOPS: Readonly<Record<string, (context: SkippableContext) => Promise<Shop>>> = {
  async file() {
    const path = (folder: string) => join(folder, "subscriptions.json");
    return shop(["--store", "file:subscriptions.json"], {
      open: (folder) => JsonFileSubscriptionRepository.open(path(folder), { create: true }),
      dump: (folder) => readFile(path(folder), "utf8"),
      clear: async () => undefined,
    });
  },

  async postgres(context) {
    const { url } = await serviceFor(context, startPostgres);
    const schema = `test_${process.pid}_admin_${++made}`;
    const query = async (text: string) => {
      const client = new pg.Client(url);
      await client.connect();
      try {
        return await client.query<{ row: string }>(text);
      } finally {
        await client.end();
      }
    };
    const one = await shop(["--store", url, "--schema", schema], {
      open: async () => createPostgresSubscriptions({ connectionString: url, schema }),
      dump: async () =>
        JSON.stringify(
          (
            await query(`SELECT to_jsonb(s) || jsonb_build_object('keys', jsonb_agg(to_jsonb(k))) AS row
            FROM ${schema}.subscriptions s, ${schema}.subscription_keys k GROUP BY s.*`)
          ).rows,
        ),
      clear: async () => void (await query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)),
    });
    await one.admin(["migrate"]);
    return one;
  },

  async redis(context) {
    const { url } = await serviceFor(context, startRedis);
    const prefix = `{test-${process.pid}-admin-${++made}}:`;
    const withKeys = async <T>(work: (client: ReturnType<typeof clientOf>, keys: string[]) => Promise<T>) => {
      const client = clientOf(url);
      await client.connect();
      try {
        const keys = (await client.keys("*")).filter((key) => key.startsWith(prefix));
        return await work(client, keys);
      } finally {
        await client.close();
      }
    };
    return shop(["--store", url, "--prefix", prefix], {
      open: async () => createRedisSubscriptions({ url, prefix }),
      dump: () =>
        withKeys(async (client, keys) => {
          const texts = await Promise.all(keys.map((key) => client.get(key).catch(() => "")));
          return [...keys, ...texts].join("\n");
        }),
      clear: () => withKeys(async (client, keys) => void (keys.length > 0 && (await client.del(keys)))),
    });
  },
};

const clientOf = (url: string) => createClient({ url });

interface Behind {
  open(folder: string): Promise<SubscriptionRepository>;
  dump(folder: string): Promise<string>;
  clear(): Promise<void>;
}

async function shop(store: readonly string[], { open, dump, clear }: Behind): Promise<Shop> {
  const folder = await newFolder();
  return {
    folder: folder.path,
    store,
    admin: ([verb, ...args], more) => run([verb!, ...args, ...store], { cwd: folder.path, ...more }),
    open: () => open(folder.path),
    dump: () => dump(folder.path),
    async remove() {
      await clear();
      await folder.remove();
    },
  };
}
