import { placeOf } from "../repositories/sorted-ids.js";
import { pageSizeOf } from "../repositories/page-size.js";
import { RepositoryConflictError } from "../repositories/repository-conflict-error.js";
import type { CheckedChange, RecordRow } from "./check-record-changes.js";
import { isRecordId, isRecordKind } from "./record-names.js";
import { recordOf } from "./record-of.js";
import type { RecordPage, RecordQuery, StoredRecord } from "./stored-record.js";

/** Rows that each write examines for expiry. More than the changes of a write, so that expired records stay few. */
const EXAMINED_BY_WRITE = 40;

/** Records in memory, with a list of ids for each kind and for each owner. */
export class RecordTable {
  readonly #rows = new Map<string, RecordRow>();
  readonly #ids = new Map<string, string[]>();
  #examined: IterableIterator<RecordRow> | undefined;

  constructor(rows: Iterable<RecordRow> = []) {
    for (const row of rows) this.#set(row);
  }

  /** All rows, expired ones too, in the order in which they were added. */
  rows(): Iterable<RecordRow> {
    return this.#rows.values();
  }

  get(kind: string, id: string, now: number): StoredRecord | undefined {
    const row = this.#liveRow(kind, id, now);
    return row && recordOf(row);
  }

  getMany(kind: string, ids: readonly string[], now: number): readonly StoredRecord[] {
    return [...new Set(ids)].flatMap((id) => this.get(kind, id, now) ?? []);
  }

  list(kind: string, query: RecordQuery, now: number): RecordPage {
    const { owner, limit, after, newestFirst = false } = query;
    if (!isRecordKind(kind) || ![owner, after].every((id) => id === undefined || isRecordId(id)))
      return { records: [] };
    const ids = this.#ids.get(listKey(kind, owner)) ?? [];
    const size = pageSizeOf(limit);
    const step = newestFirst ? -1 : 1;
    const records: StoredRecord[] = [];
    for (let at = firstPlace(ids, after, newestFirst); at >= 0 && at < ids.length; at += step) {
      const row = this.#liveRow(kind, ids[at]!, now);
      if (row === undefined) continue;
      if (records.length === size) return { records, next: records.at(-1)!.id };
      records.push(recordOf(row));
    }
    return { records };
  }

  /** Makes the changes, or throws `RepositoryConflictError` and makes none. */
  apply(changes: readonly CheckedChange[], now: number): void {
    for (const change of changes) this.#refuseConflict(change, now);
    for (const change of changes)
      if ("put" in change) this.#set(change.put);
      else this.#delete(change.remove.kind, change.remove.id);
    this.#removeSomeExpired(now);
  }

  /** Removes all expired records. */
  removeExpired(now: number): void {
    for (const row of this.#rows.values()) if (isExpired(row, now)) this.#delete(row.kind, row.id);
  }

  #refuseConflict(change: CheckedChange, now: number): void {
    const { kind, id, version } = "put" in change ? change.put : change.remove;
    if (version === undefined) return;
    const stored = this.#liveRow(kind, id, now)?.version;
    const expected = "remove" in change ? version : version === 1 ? undefined : version - 1;
    if (stored !== expected)
      throw new RepositoryConflictError(expected === undefined ? "id" : "version", `${kind}/${id}`, "record");
  }

  #liveRow(kind: string, id: string, now: number): RecordRow | undefined {
    const row = this.#rows.get(`${kind}/${id}`);
    return row === undefined || isExpired(row, now) ? undefined : row;
  }

  #set(row: RecordRow): void {
    const { kind, id, owner } = row;
    const key = `${kind}/${id}`;
    const old = this.#rows.get(key);
    this.#rows.set(key, row);
    if (old === undefined) this.#addId(listKey(kind, undefined), id);
    if (old?.owner === owner) return;
    if (old?.owner !== undefined) this.#deleteId(listKey(kind, old.owner), id);
    if (owner !== undefined) this.#addId(listKey(kind, owner), id);
  }

  #delete(kind: string, id: string): void {
    const row = this.#rows.get(`${kind}/${id}`);
    if (row === undefined) return;
    this.#rows.delete(`${kind}/${id}`);
    this.#deleteId(listKey(kind, undefined), id);
    if (row.owner !== undefined) this.#deleteId(listKey(kind, row.owner), id);
  }

  #addId(list: string, id: string): void {
    const ids = this.#ids.get(list);
    if (ids === undefined) this.#ids.set(list, [id]);
    else ids.splice(placeOf(id, ids), 0, id);
  }

  #deleteId(list: string, id: string): void {
    const ids = this.#ids.get(list)!;
    ids.splice(placeOf(id, ids), 1);
    if (ids.length === 0) this.#ids.delete(list);
  }

  // A few rows with every write, in turn, so that no write pauses the process for all of them.
  #removeSomeExpired(now: number): void {
    for (let i = 0; i < EXAMINED_BY_WRITE; i++) {
      this.#examined ??= this.#rows.values();
      const next = this.#examined.next();
      if (next.done === true) {
        this.#examined = undefined;
        return;
      }
      const row = next.value;
      if (isExpired(row, now)) this.#delete(row.kind, row.id);
    }
  }
}

// Neither kinds nor ids contain a slash.
const listKey = (kind: string, owner: string | undefined): string =>
  owner === undefined ? kind : `${kind}/${owner}`;

function firstPlace(ids: readonly string[], after: string | undefined, newestFirst: boolean): number {
  if (after === undefined) return newestFirst ? ids.length - 1 : 0;
  const place = placeOf(after, ids);
  if (newestFirst) return place - 1;
  return ids[place] === after ? place + 1 : place;
}

const isExpired = ({ expiresAt }: RecordRow, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;
