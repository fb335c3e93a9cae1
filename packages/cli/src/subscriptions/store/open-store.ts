import {
  JsonFileSubscriptionRepository,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import { Misuse } from "../../misuse.js";
import { openJsonFile } from "../../store/open-json-file.js";
import { loadPostgres, loadRedis } from "../../store/load-store-package.js";
import type { StoreAddress } from "../../store/store-address.js";

/** How a store is opened. */
export interface StoreSettings {
  readonly schema?: string | undefined;
  readonly prefix?: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  /** Whether to make a file that is not there. */
  readonly create: boolean;
  /** Called when one was made. */
  readonly note: (text: string) => void;
}

/** A store that is open. */
export interface OpenStore extends SubscriptionRepository {
  close(): Promise<void>;
  /** Absent where nothing needs to be migrated. */
  migrate?(): Promise<void>;
}

/** Opens the store at an address; its package is loaded only now. */
export async function openStore(address: StoreAddress, settings: StoreSettings): Promise<OpenStore> {
  const { timeout, schema, prefix } = settings;
  refuseUnused(address, settings);
  if (address.kind === "file") return openFile(address.path, settings);
  const { url } = address;
  if (address.kind === "postgres") {
    const { createPostgresSubscriptions } = await loadPostgres();
    const connection = { connectionString: url, timeout };
    return createPostgresSubscriptions({ ...connection, ...(schema !== undefined && { schema }) });
  }
  const { createRedisSubscriptions } = await loadRedis();
  return createRedisSubscriptions({
    url,
    timeout,
    connection: { socket: { reconnectStrategy: false, connectTimeout: timeout } }, // who waits at a shell is told at once
    ...(prefix !== undefined && { prefix }),
  });
}

const openFile = (path: string, { create, note }: StoreSettings): Promise<OpenStore> =>
  openJsonFile(path, { create, madeBy: "the verb create", note }, (at, options) =>
    JsonFileSubscriptionRepository.open(at, options),
  );

function refuseUnused({ kind }: StoreAddress, { schema, prefix }: StoreSettings): void {
  if (schema !== undefined && kind !== "postgres") throw new Misuse("--schema is for postgres:// only.");
  if (prefix !== undefined && kind !== "redis") throw new Misuse("--prefix is for redis:// only.");
}
