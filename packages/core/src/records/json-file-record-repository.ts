import type { JsonFileOptions } from "../files/json-file-options.js";
import { SharedJsonFile } from "../files/shared-json-file.js";
import { ChangeListeners } from "../repositories/change-listeners.js";
import { RepositoryConflictError } from "../repositories/repository-conflict-error.js";
import { checkRecordChanges } from "./check-record-changes.js";
import { recordFile } from "./record-file.js";
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

/**
 * Records in one JSON file with mode 0600, shared by the processes of one machine. Every write writes the whole file, and
 * leaves expired records out, so use it for some hundred users.
 */
export class JsonFileRecordRepository implements RecordRepository {
  readonly #file: SharedJsonFile<RecordTable>;
  readonly #listeners: ChangeListeners<RecordNotice>;
  readonly #clock: () => number;

  /** Reads the file. Rejects with one `ConfigurationError` that lists every problem with its line and column. */
  static async open(path: string, options: JsonFileOptions = {}): Promise<JsonFileRecordRepository> {
    const listeners = new ChangeListeners<RecordNotice>();
    const file = await SharedJsonFile.open(path, recordFile, options, () => listeners.notify("everything"));
    return new JsonFileRecordRepository(file, listeners, options.clock ?? (() => Date.now()));
  }

  private constructor(
    file: SharedJsonFile<RecordTable>,
    listeners: ChangeListeners<RecordNotice>,
    clock: () => number,
  ) {
    this.#file = file;
    this.#listeners = listeners;
    this.#clock = clock;
  }

  async get(kind: string, id: string): Promise<StoredRecord | undefined> {
    return (await this.#file.checkedContent()).get(kind, id, this.#clock());
  }

  async getMany(kind: string, ids: readonly string[]): Promise<readonly StoredRecord[]> {
    return (await this.#file.checkedContent()).getMany(kind, ids, this.#clock());
  }

  async list(kind: string, query: RecordQuery = {}): Promise<RecordPage> {
    return (await this.#file.checkedContent()).list(kind, query, this.#clock());
  }

  async write(changes: readonly RecordChange[]): Promise<void> {
    const checked = checkRecordChanges(changes);
    const notice = noticeOf(checked);
    await this.#file.change(
      async (current) => {
        const content = new RecordTable(current.rows());
        const now = this.#clock();
        content.apply(checked, now);
        content.removeExpired(now);
        return { result: undefined, content, onWritten: () => this.#listeners.notify(notice) };
      },
      () => {
        const [{ kind, id }] = notice.records as [{ kind: string; id: string }];
        return new RepositoryConflictError("version", `${kind}/${id}`, "record");
      },
    );
  }

  onChange(listener: (change: RecordNotice) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Stops watching, and resolves when pending writes have ended. */
  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#file.close();
  }
}
