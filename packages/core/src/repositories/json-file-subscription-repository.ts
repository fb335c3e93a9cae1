import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { ConfigurationError } from "../lib/errors.js";
import { callObserver } from "../operators/call-observer.js";
import { ChangeListeners } from "./change-listeners.js";
import { problemsOfStored } from "./check-stored.js";
import { withFileLock } from "./file-lock.js";
import { jsonFileTimes, type JsonFileOptions } from "./json-file-options.js";
import { MemorySubscriptionRepository } from "./memory-repository.js";
import { RepositoryConflictError } from "./repository-conflict-error.js";
import type {
  StoredSubscription,
  SubscriptionPage,
  SubscriptionQuery,
  SubscriptionRepository,
} from "./stored-subscription.js";
import { createIfMissing, stateOf } from "./subscription-file-state.js";
import { formatSubscriptionFile } from "./subscription-file.js";
import type { Subscription, SubscriptionChange } from "../evidence/subscriptions/subscription.js";
import { watchFile } from "../lib/watch-file.js";
import { WatchedSubscriptionFile } from "./watched-subscription-file.js";
import { writeFileAtomically } from "./write-file-atomically.js";

const WARNING = "ProductAuthSubscriptionFileWarning";

/**
 * A repository in one JSON file: readable, editable by hand, shared by the processes of one machine. Every change writes
 * the whole file, so use it for up to some thousand subscriptions. Lookups are synchronous, from memory.
 */
export class JsonFileSubscriptionRepository implements SubscriptionRepository {
  readonly #path: string;
  readonly #file: WatchedSubscriptionFile;
  readonly #listeners: ChangeListeners;
  readonly #stopWatching: () => void;
  #last: Promise<unknown> = Promise.resolve();
  #isCheckQueued = false;
  #closed = false;

  /** Reads the file. Rejects with one `ConfigurationError` that lists every problem with its line and column. */
  static async open(path: string, options: JsonFileOptions = {}): Promise<JsonFileSubscriptionRepository> {
    const absolute = resolve(path);
    const { checkInterval, maxAge } = jsonFileTimes(absolute, options);
    const { create = false, clock = () => Date.now(), onProblem = rethrow } = options;
    if (create) await createIfMissing(absolute);
    const listeners = new ChangeListeners();
    const file = await WatchedSubscriptionFile.open({
      path: absolute,
      maxAge,
      clock,
      onProblem: (problem) => callObserver(() => onProblem(problem), WARNING),
      onChange: () => listeners.notify("everything"),
    });
    return new JsonFileSubscriptionRepository(absolute, file, listeners, checkInterval);
  }

  private constructor(
    path: string,
    file: WatchedSubscriptionFile,
    listeners: ChangeListeners,
    checkInterval: number,
  ) {
    this.#path = path;
    this.#file = file;
    this.#listeners = listeners;
    this.#stopWatching = watchFile(path, () => this.#checkSoon(), checkInterval);
  }

  /** Throws when the file could not be read for longer than `maxAge`. */
  findByKeyDigest(digest: string): Subscription | undefined {
    return this.#file.state.subscriptions.findByKeyDigest(digest);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    await this.#enqueue(() => this.#check());
    return this.#file.state.subscriptions.get(id);
  }

  async list(query?: SubscriptionQuery): Promise<SubscriptionPage> {
    await this.#enqueue(() => this.#check());
    return this.#file.state.subscriptions.list(query);
  }

  async insert(subscription: StoredSubscription): Promise<void> {
    refuseInvalid(subscription);
    await this.#change(subscription.id, (draft) => draft.insert(subscription));
  }

  async replace(subscription: StoredSubscription): Promise<void> {
    refuseInvalid(subscription);
    await this.#change(subscription.id, (draft) => draft.replace(subscription));
  }

  async delete(id: string): Promise<boolean> {
    return this.#change(id, (draft) => draft.delete(id));
  }

  /** Stops watching, and resolves when pending changes are written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatching();
    this.#listeners.clear();
    await this.#last;
  }

  // A change is made on a copy of the current content, so that it takes effect only after it is written.
  async #change<T>(id: string, make: (draft: MemorySubscriptionRepository) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error(`${this.#path} is closed`);
    return this.#enqueue(async () => {
      const target = await realpath(this.#path).catch(() => this.#path); // a link stays a link
      return withFileLock(target, async (held) => {
        const before = await this.#file.readAgain();
        const draft = new MemorySubscriptionRepository(before.subscriptions);
        let change: SubscriptionChange | undefined;
        draft.onChange((made) => (change = made));
        const result = await make(draft);
        if (change === undefined) return result;
        const version = before.version + 1;
        const text = formatSubscriptionFile({ version, subscriptions: [...draft] });
        if (!(await writeFileAtomically(target, text, held)))
          throw new RepositoryConflictError("version", id);
        this.#file.wrote(stateOf(text, version, draft));
        this.#listeners.notify(change);
        return result;
      });
    });
  }

  // At most one check is queued, even while the drive does not answer.
  #checkSoon(): void {
    this.#file.checkAge();
    if (this.#isCheckQueued) return;
    this.#isCheckQueued = true;
    void this.#enqueue(() => {
      this.#isCheckQueued = false;
      return this.#check();
    });
  }

  async #check(): Promise<void> {
    if (!this.#closed) await this.#file.check();
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

// A written subscription must pass the checks when the file is read again.
function refuseInvalid(subscription: StoredSubscription): void {
  const problems = problemsOfStored(subscription);
  if (problems.length > 0)
    throw new ConfigurationError(
      problems.map(({ at: _, ...problem }) => problem),
      "The subscription is not written",
    );
}

// Without an observer the problem becomes a process warning.
function rethrow(problem: ConfigurationError): never {
  throw problem;
}
