import type { JsonObject } from "../lib/json-object.js";

/** A stored document: a user, a session, a client application, an audit entry. Plain data, returned as it was stored. */
export interface StoredRecord {
  /** What it is: 1 to 32 of `a-z` and `-`. */
  readonly kind: string;
  /** Unique within its kind: 1 to 128 of `A-Z a-z 0-9 . _ : ~ -`, which every collation of a database sorts alike. */
  readonly id: string;
  /** The id of the record that this one belongs to; `list` finds records by it. The same characters as `id`. */
  readonly owner?: string;
  /** Milliseconds since 1970 from which the record counts as absent. Default: it does not expire. */
  readonly expiresAt?: number;
  /** 1 for a new record, one more with every change, for optimistic concurrency control: see `write`. */
  readonly version: number;
  /** At most 64 KiB as JSON, nested at most 100 levels. */
  readonly value: JsonObject;
}

/** One change of a `write`. */
export type RecordChange =
  | { readonly put: StoredRecord }
  | {
      /** Without `version`, the record is removed whatever its version is, and may be absent. */
      readonly remove: { readonly kind: string; readonly id: string; readonly version?: number };
    };

/** Filter and page of a list. */
export interface RecordQuery {
  readonly owner?: string;
  /** Maximum number of records: 1 to 1000. Default 100. */
  readonly limit?: number;
  /** Start after this id, in the direction of the list. */
  readonly after?: string;
  /** Whether to list from the last id to the first. Default false. Time-ordered ids are then listed newest first. */
  readonly newestFirst?: boolean;
}

/** One page of a list. `next`: value of `after` for the next page; absent on the last page. */
export interface RecordPage {
  readonly records: readonly StoredRecord[];
  readonly next?: string;
}

/** What has changed: these records, or possibly any. */
export type RecordNotice =
  { readonly records: readonly { readonly kind: string; readonly id: string }[] } | "everything";

/**
 * Stores all data that is not a subscription. A record whose `expiresAt` has passed, by the clock of the process that
 * asks, counts as absent everywhere. Kinds, ids and owners that cannot exist are not found; they are no error.
 */
export interface RecordRepository {
  get(kind: string, id: string): Promise<StoredRecord | undefined>;
  /**
   * Gets the records of one kind that have one of these ids, in one query; those that are absent are left out. In no order.
   * Default: `get` for each.
   */
  getMany?(kind: string, ids: readonly string[]): Promise<readonly StoredRecord[]>;
  /** Lists records of one kind in the order of their ids. */
  list(kind: string, query?: RecordQuery): Promise<RecordPage>;
  /**
   * Makes 1 to 20 changes, all or none; at most one for each record. Rejects with `RepositoryConflictError` when the id of
   * a record with version 1 is in use (`id`), or when the version of a stored record is not one less than that of its
   * replacement, or not that of its removal (`version`). Rejects with `ConfigurationError` for what cannot be stored.
   */
  write(changes: readonly RecordChange[]): Promise<void>;
  /** Adds a listener for the changes of all instances. Returns a function that removes it. */
  onChange?(listener: (change: RecordNotice) => void): () => void;
  /**
   * Removes expired records, at most `limit` of them, and resolves to their number. Only for a store that would keep them
   * while it is not written to.
   */
  deleteExpired?(limit?: number): Promise<number>;
  close?(): void | Promise<void>;
}
