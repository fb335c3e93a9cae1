import type { RecordNotice, RecordRepository } from "@product-auth/core/records";
import { recordsWith } from "../stores/records-with.js";
import type { UserList, UserQuery } from "./user-administration.js";
import { entryOf, listUsers, pageOfUsers, readUsers, sortedByName, type UserEntry } from "./user-list.js";
import { userOf } from "./users.js";

/** Milliseconds after which all users are read again, in case that a notice was lost. */
const READ_EVERY = 60_000;
/** Changed users that are read by their ids; of more, all are read again. */
const MOST_CHANGED = 500;
/** Times that one list reads what has changed while it read. */
const MOST_READINGS = 5;

/** What a `UserDirectory` works with. */
export interface UserDirectorySettings {
  readonly records: Pick<RecordRepository, "get" | "getMany" | "list">;
  /** Without it, every list reads all users. */
  readonly onChange: RecordRepository["onChange"];
  readonly clock: () => number;
}

/**
 * The users by name, for the lists and searches of administrators. Records have no index of names, so the users are kept between
 * lists, and a list reads those again that have changed since. Changes of other instances come as notices of the records.
 */
export class UserDirectory {
  readonly #settings: UserDirectorySettings;
  readonly #unsubscribe: (() => void) | undefined;
  readonly #entries = new Map<string, UserEntry>();
  /** The users that have changed since they were read. */
  #changed = new Set<string>();
  #readAllAt = Number.NEGATIVE_INFINITY;
  #isCut = false;
  /** The entries by name; undefined after a change of one. */
  #sorted: readonly UserEntry[] | undefined;
  #reading: Promise<void> | undefined;

  constructor(settings: UserDirectorySettings) {
    this.#settings = settings;
    this.#unsubscribe = settings.onChange?.((notice) => this.#note(notice));
  }

  /** Notes that a user has changed: for the writes of this process, whose notices come later. */
  changed(id: string): void {
    this.#changed.add(id);
    if (this.#changed.size > MOST_CHANGED) this.#readAllNext();
  }

  /** The users that match, by name. */
  async list(query: UserQuery): Promise<UserList> {
    if (this.#settings.onChange === undefined) return listUsers(this.#settings.records, query);
    for (let count = 0; count < MOST_READINGS && this.#isBehind(); count++) {
      // One that began earlier may lack the last changes: then the directory is still behind, and the next one has them.
      this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
      await this.#reading;
    }
    this.#sorted ??= sortedByName(this.#entries.values());
    return pageOfUsers(this.#sorted, this.#isCut, query);
  }

  close(): void {
    this.#unsubscribe?.();
  }

  #note(notice: RecordNotice): void {
    if (notice === "everything") return this.#readAllNext();
    for (const { kind, id } of notice.records) if (kind === "user") this.changed(id);
  }

  #readAllNext(): void {
    this.#readAllAt = Number.NEGATIVE_INFINITY;
    this.#changed.clear();
  }

  #isBehind(): boolean {
    // What a reading takes up is not noted any more, and not yet known.
    const isReading = this.#reading !== undefined;
    return isReading || this.#changed.size > 0 || this.#settings.clock() >= this.#readAllAt;
  }

  async #read(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed = new Set(); // what changes from here on is noted for the next reading
    const { clock } = this.#settings;
    try {
      if (clock() >= this.#readAllAt) {
        this.#readAllAt = clock() + READ_EVERY;
        await this.#readAll();
      } else await this.#readChanged(changed);
    } catch (error) {
      this.#readAllNext();
      throw error;
    }
    this.#sorted = undefined;
  }

  async #readAll(): Promise<void> {
    const { entries, isCut } = await readUsers(this.#settings.records);
    this.#entries.clear();
    for (const entry of entries) this.#entries.set(entry.user.id, entry);
    this.#isCut = isCut;
  }

  async #readChanged(ids: readonly string[]): Promise<void> {
    const found = await recordsWith("user", ids, this.#settings.records);
    for (const id of ids) this.#entries.delete(id);
    for (const user of found.map(userOf))
      if (user.state !== "deleted") this.#entries.set(user.id, entryOf(user));
  }
}
