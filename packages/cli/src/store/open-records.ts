import { JsonFileRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { wholeNumber } from "../arguments/whole-number.js";
import type { CommandIo } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { printable } from "../printable.js";
import { addressText } from "./address-text.js";
import { loadPostgres } from "./load-store-package.js";
import { openJsonFile } from "./open-json-file.js";
import { readStoreAddress, type StoreAddress } from "./store-address.js";

/** Records that are open. */
export interface OpenRecords extends RecordRepository {
  close(): Promise<void>;
}

/** The options that name records. */
export interface RecordsOrder {
  readonly texts: Readonly<Partial<Record<"records" | "records-env" | "schema" | "records-timeout", string>>>;
}

/** Where the records are. `what`: what the command looks for in them. Throws `Misuse` when that is not stated, or not a place for records. */
export function recordsAddressOf(order: RecordsOrder, io: CommandIo, what: string): StoreAddress {
  const text = addressText("records", order, io);
  if (text === undefined)
    throw new Misuse(`write where the ${what} are: --records file:records.json, or --records-env NAME.`);
  const address = readStoreAddress(text);
  if (address.kind === "redis") throw new Misuse("records are in file:PATH or postgres://…, not in Redis.");
  if (order.texts.schema !== undefined && address.kind !== "postgres")
    throw new Misuse("--schema is for postgres:// only.");
  return address;
}

/** Opens the records at an address. `madeBy`: what makes a file that is absent. The package for PostgreSQL is loaded only now. */
export async function openRecords(
  address: StoreAddress,
  order: RecordsOrder,
  io: CommandIo,
  { create, madeBy }: { readonly create: boolean; readonly madeBy: string },
): Promise<OpenRecords> {
  const { schema, "records-timeout": seconds = "10" } = order.texts;
  const timeout = wholeNumber("records-timeout", seconds, 1, 60) * 1000;
  if (address.kind === "file") {
    const note = (text: string) => io.stderr.write(`${printable(text)}\n`);
    return openJsonFile(address.path, { create, madeBy, note }, (path, options) =>
      JsonFileRecordRepository.open(path, options),
    );
  }
  const { createPostgresRecords } = await loadPostgres();
  return createPostgresRecords({
    connectionString: address.url,
    timeout,
    ...(schema !== undefined && { schema }),
  });
}

/** Records that this command reads only: the administration would otherwise continue jobs that it lists. */
export const readOnly = (records: RecordRepository): RecordRepository => ({
  get: (kind, id) => records.get(kind, id),
  list: (kind, query) => records.list(kind, query),
  write: () => Promise.reject(new Error("The records are read only")),
});
