import type { ClientApplication, ClientRegistry } from "../evidence/clients/client-application.js";
import type { RecordRepository } from "../records/stored-record.js";

/** Options of `clientRegistryOver`. */
export interface ClientRegistryOptions {
  /** Applications that are given in code, such as your own. One of them goes before a record with the same id. */
  readonly also?: readonly ClientApplication[];
}

/** A registry of the client applications that `administerClients` keeps in records; lists approved products only. */
export function clientRegistryOver(
  _records: RecordRepository,
  _options: ClientRegistryOptions = {},
): ClientRegistry {
  throw new Error("not built yet");
}
