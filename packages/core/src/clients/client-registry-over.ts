import {
  canonicalId,
  MemoryClientRegistry,
  type ClientApplication,
  type ClientRegistry,
} from "../evidence/clients/client-application.js";
import { isRecordId } from "../records/record-names.js";
import type { RecordRepository } from "../records/stored-record.js";
import { APPLICATION, applicationDocumentOf } from "./application-document.js";

/** Options of `clientRegistryOver`. */
export interface ClientRegistryOptions {
  /** Applications that are given in code, such as your own. One of them takes precedence over a record with its id. */
  readonly also?: readonly ClientApplication[];
}

/**
 * A registry of the client applications that `administerClients` stores in records. It lists approved products only. Closing
 * it does not close the records, which others use as well.
 */
export function clientRegistryOver(
  records: RecordRepository,
  { also = [] }: ClientRegistryOptions = {},
): ClientRegistry {
  const given = new MemoryClientRegistry(also);
  return {
    // Answers with a promise always: a synchronous answer would turn off the cache in front of it.
    async findClient(id) {
      const known = given.findClient(id);
      if (known !== undefined) return known;
      const key = canonicalId(id);
      const record = isRecordId(key) ? await records.get(APPLICATION, key) : undefined;
      return record && clientOf(applicationDocumentOf(record));
    },
    ...(records.onChange !== undefined && {
      onChange: (listener) =>
        records.onChange!((notice) => {
          if (notice === "everything") return listener("everything");
          const ids = notice.records.filter(({ kind }) => kind === APPLICATION).map(({ id }) => id);
          if (ids.length > 0) listener({ ids });
        }),
    }),
  };
}

function clientOf(document: ReturnType<typeof applicationDocumentOf>): ClientApplication {
  const { id, displayName, state, ownerId, ownerState, products } = document;
  const approved = products.filter((product) => product.state === "approved");
  return Object.freeze({
    id,
    displayName,
    products: Object.freeze(approved.map(({ name }) => name)),
    state,
    ...(ownerId !== undefined && { ownerId }),
    ownerState,
  });
}
