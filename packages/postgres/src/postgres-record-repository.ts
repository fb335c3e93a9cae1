import {
  checkRecordChanges,
  decodeRecordNotice,
  encodeRecordNotice,
  isRecordId,
  isRecordKind,
  noticeOf,
  RepositoryConflictError,
  type CheckedChange,
  type RecordChange,
  type RecordNotice,
  type RecordPage,
  type RecordQuery,
  type RecordRepository,
  type StoredRecord,
} from "@product-auth/core/records";
import { ChangeListeners, withTimeout } from "@product-auth/core/subscriptions";
import type { Pool, QueryResult } from "pg";
import { ChangeListener } from "./change-listener.js";
import { inTransaction, type RunQuery } from "./in-transaction.js";
import type { Names } from "./names.js";
import { recordListStatement } from "./record-list-statement.js";
import { recordFrom, recordParameters, type RecordColumns } from "./record-rows.js";
import { recordStatements, type RecordStatements } from "./record-statements.js";
import { timeoutError } from "./timeout-error.js";

/** Settings of a `PostgresRecordRepository`. */
export interface PostgresRecordSettings {
  readonly pool: Pool;
  readonly names: Names;
  readonly notify: boolean;
  readonly timeout: number;
  readonly clock: () => number;
  readonly onProblem: (error: Error) => void;
  /** 0 to 1; below a hundredth, a write removes expired records after it. Default `Math.random`. */
  readonly random?: () => number;
}

const REMOVING_WRITES = 1 / 100;
const REMOVED_AT_ONCE = 500;
/** Most removals of one clean-up. It removes more than a hundred writes can add. */
const REMOVALS = 20;
/** Milliseconds that a row outlives its time, because the clocks of instances may differ. */
const KEPT = 3_600_000;

/** The records on top of a pool. */
export class PostgresRecordRepository implements RecordRepository {
  readonly #settings: PostgresRecordSettings;
  readonly #sql: RecordStatements;
  readonly #listeners: ChangeListeners<RecordNotice>;
  #changes: ChangeListener<RecordNotice> | undefined;
  #removal: Promise<void> | undefined;

  constructor(settings: PostgresRecordSettings) {
    this.#settings = settings;
    this.#listeners = new ChangeListeners(settings.onProblem);
    this.#sql = recordStatements(settings.names);
  }

  async get(kind: string, id: string): Promise<StoredRecord | undefined> {
    if (!isRecordKind(kind) || !isRecordId(id)) return undefined;
    const { rows } = await this.#query<RecordColumns>(this.#sql.get, [kind, id, this.#settings.clock()]);
    return rows[0] && recordFrom(rows[0]);
  }

  async getMany(kind: string, ids: readonly string[]): Promise<readonly StoredRecord[]> {
    const known = ids.filter((id) => isRecordId(id));
    if (!isRecordKind(kind) || known.length === 0) return [];
    const { rows } = await this.#query<RecordColumns>(this.#sql.getMany, [
      kind,
      known,
      this.#settings.clock(),
    ]);
    return rows.map(recordFrom);
  }

  async list(kind: string, query: RecordQuery = {}): Promise<RecordPage> {
    const isKnown = [query.owner, query.after].every((id) => id === undefined || isRecordId(id));
    if (!isRecordKind(kind) || !isKnown) return { records: [] };
    const { text, values, limit } = recordListStatement(
      this.#sql.select,
      kind,
      query,
      this.#settings.clock(),
    );
    const { rows } = await this.#query<RecordColumns>(text, values);
    const records = rows.slice(0, limit).map(recordFrom);
    return { records, ...(rows.length > limit && { next: records.at(-1)!.id }) };
  }

  async write(changes: readonly RecordChange[]): Promise<void> {
    const { pool, names, notify, timeout } = this.#settings;
    const now = this.#settings.clock();
    // Every transaction locks rows in the same order, so that two writes cannot deadlock.
    const sorted = checkRecordChanges(changes).toSorted((one, other) =>
      nameOf(one) < nameOf(other) ? -1 : 1,
    );
    await inTransaction(pool, timeout, async (query) => {
      for (const change of sorted) await this.#make(change, now, query);
      if (!notify) return;
      // The changes and their notice are one transaction: neither happens without the other.
      await query("SELECT pg_notify($1, $2)", [names.recordChannel, encodeRecordNotice(noticeOf(sorted))]);
    });
    this.#removeSometimes();
  }

  onChange(listener: (change: RecordNotice) => void): () => void {
    this.#changes ??= this.#listen();
    return this.#listeners.add(listener);
  }

  async deleteExpired(limit: number = REMOVED_AT_ONCE): Promise<number> {
    const { rowCount } = await this.#query(this.#sql.removeExpired, [this.#settings.clock() - KEPT, limit]);
    return rowCount ?? 0;
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#changes?.close();
    await this.#removal;
  }

  async #make(change: CheckedChange, now: number, query: RunQuery): Promise<void> {
    const { insert, update, remove, removeVersion } = this.#sql;
    if ("put" in change) {
      const isNew = change.put.version === 1;
      const { rowCount } = await query(isNew ? insert : update, recordParameters(change.put, now));
      if (rowCount === 0) throw conflictOf(isNew ? "id" : "version", change);
      return;
    }
    const { kind, id, version } = change.remove;
    if (version === undefined) return void (await query(remove, [kind, id]));
    const { rowCount } = await query(removeVersion, [kind, id, version, now]);
    if (rowCount === 0) throw conflictOf("version", change);
  }

  #query<Row extends object>(text: string, values: unknown[]): Promise<QueryResult<Row>> {
    const { pool, timeout } = this.#settings;
    // `query_timeout` also removes the connection from the pool, so that a silent server does not hold all of them.
    const config = { text, values, query_timeout: timeout };
    return withTimeout(pool.query<Row>(config), timeout, () => timeoutError(timeout));
  }

  // Beside the requests that follow: none waits for it.
  #removeSometimes(): void {
    const { onProblem, random = Math.random } = this.#settings;
    if (this.#removal !== undefined || random() >= REMOVING_WRITES) return;
    this.#removal = this.#removeExpired()
      .catch(onProblem)
      .finally(() => (this.#removal = undefined));
  }

  async #removeExpired(): Promise<void> {
    for (let i = 0; i < REMOVALS; i++) if ((await this.deleteExpired()) < REMOVED_AT_ONCE) return;
  }

  #listen(): ChangeListener<RecordNotice> | undefined {
    const { pool, names, notify, timeout, onProblem } = this.#settings;
    if (!notify) return undefined;
    return new ChangeListener({
      connection: pool.options,
      channel: names.recordChannel,
      timeout,
      onProblem,
      read: decodeRecordNotice,
      onChange: (change) => this.#listeners.notify(change),
    });
  }
}

function nameOf(change: CheckedChange): string {
  const { kind, id } = "put" in change ? change.put : change.remove;
  return `${kind}/${id}`;
}

const conflictOf = (conflict: "id" | "version", change: CheckedChange): RepositoryConflictError =>
  new RepositoryConflictError(conflict, nameOf(change), "record");
