import type { CounterStore } from "@product-auth/core/counters";
import type { CommandIo } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { loadPostgres, loadRedis } from "../store/load-store-package.js";
import { addressText } from "../store/address-text.js";
import { readStoreAddress, type StoreAddress } from "../store/store-address.js";
import type { LimitsOrder } from "./read-limits-arguments.js";

/** Where the counters are. */
export type CountersAddress = Exclude<StoreAddress, { readonly kind: "file" }>;

/** The address of the counters; throws `Misuse` when there is none, or one that holds no counters. */
export function countersAddressOf(order: LimitsOrder, io: CommandIo): CountersAddress {
  const { "counters-schema": schema, "counters-prefix": prefix } = order.texts;
  const text = addressText("counters", order, io);
  if (text === undefined) throw new Misuse(`write where the API counts: --counters-env NAME. ${OUTSIDE}`);
  const address = readStoreAddress(text);
  if (address.kind === "file") throw new Misuse(`no counters are in a file. ${OUTSIDE}`);
  if (schema !== undefined && address.kind !== "postgres")
    throw new Misuse("--counters-schema is for postgres:// only.");
  if (prefix !== undefined && address.kind !== "redis")
    throw new Misuse("--counters-prefix is for redis:// only.");
  return address;
}

const OUTSIDE =
  "Counters are in redis:// or postgres://; those in the memory of an application cannot be read from outside.";

/** Opens the store of counters at an address; its package is loaded only now. `timeout` in milliseconds. */
export async function openCounters(
  { kind, url }: CountersAddress,
  { "counters-schema": schema, "counters-prefix": prefix }: LimitsOrder["texts"],
  timeout: number,
): Promise<CounterStore> {
  if (kind === "postgres") {
    const { createPostgresCounters } = await loadPostgres();
    return createPostgresCounters({
      connectionString: url,
      timeout,
      ...(schema !== undefined && { schema }),
    });
  }
  const { createRedisCounters } = await loadRedis();
  return createRedisCounters({
    url,
    timeout,
    connection: { socket: { reconnectStrategy: false, connectTimeout: timeout } }, // a shell must not wait for retries
    ...(prefix !== undefined && { prefix }),
  });
}
