import { ChangeListeners } from "../repositories/change-listeners.js";
import { checkRecordChanges } from "./check-record-changes.js";
import { noticeOf } from "./record-notice.js";
import { RecordTable } from "./record-table.js";
import type {
  RecordChange,
  RecordNotice,
  RecordPage,
  RecordQuery,
  RecordRepository,
  StoredRecord,
} from "./stored-record.js";

/** Options of `MemoryRecordRepository`. */
export interface MemoryRecordOptions {
  /** Returns milliseconds since 1970; decides which records have expired. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Records in memory, for tests and trials; the content is lost when the process ends. */
export class MemoryRecordRepository implements RecordRepository {
  readonly #table = new RecordTable();
  readonly #listeners = new ChangeListeners<RecordNotice>();
  readonly #clock: () => number;

  constructor({ clock = () => Date.now() }: MemoryRecordOptions = {}) {
    this.#clock = clock;
  }

  async get(kind: string, id: string): Promise<StoredRecord | undefined> {
    return this.#table.get(kind, id, this.#clock());
  }

  async getMany(kind: string, ids: readonly string[]): Promise<readonly StoredRecord[]> {
    return this.#table.getMany(kind, ids, this.#clock());
  }

  async list(kind: string, query: RecordQuery = {}): Promise<RecordPage> {
    return this.#table.list(kind, query, this.#clock());
  }

  async write(changes: readonly RecordChange[]): Promise<void> {
    const checked = checkRecordChanges(changes);
    this.#table.apply(checked, this.#clock());
    this.#listeners.notify(noticeOf(checked));
  }

  onChange(listener: (change: RecordNotice) => void): () => void {
    return this.#listeners.add(listener);
  }
}
