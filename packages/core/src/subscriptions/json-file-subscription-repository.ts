import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { ConfigurationError } from "../errors.js";
import { callObserver } from "./call-observer.js";
import { ChangeListeners } from "./change-listeners.js";
import { problemsOfStored } from "./check-stored.js";
import { withFileLock } from "./file-lock.js";
import { MemorySubscriptionRepository } from "./memory-repository.js";
import {
  RepositoryConflictError,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "./stored-subscription.js";
import { createIfMissing, read, signOf, stateOf, type FileState } from "./subscription-file-state.js";
import { formatSubscriptionFile } from "./subscription-file.js";
import type { Subscription, SubscriptionChange } from "./subscription.js";
import { watchFile } from "./watch-file.js";
import { writeFileAtomically } from "./write-file-atomically.js";

/** How a subscription file is used. */
export interface JsonFileOptions {
  /** Whether to make the file when there is none. Default false: a misspelt path is reported at once. */
  readonly create?: boolean;
  /** Seconds until somebody else's change is seen where the system does not tell of it. Default 2. */
  readonly checkInterval?: number;
  /**
   * Told once when the file can no longer be read, with line and column in every problem; what was read before stays
   * in force, and nothing is written until the file is mended. Default: a process warning.
   */
  readonly onProblem?: (problem: ConfigurationError) => void;
}

const WARNING = "ProductAuthSubscriptionFileWarning";

/**
 * Subscriptions in one JSON file: readable, mendable by hand, shared by the processes of one machine. Every change
 * writes the whole file, so it is for some thousand subscriptions; look-ups answer at once, from memory.
 */
export class JsonFileSubscriptionRepository implements SubscriptionRepository {
  readonly #path: string;
  readonly #onProblem: (problem: ConfigurationError) => void;
  readonly #listeners = new ChangeListeners();
  readonly #stopWatching: () => void;
  #state: FileState;
  #seen = "";
  #problem: string | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** Reads the file; rejects with `ConfigurationError` that lists every problem in it with its place. */
  static async open(path: string, options: JsonFileOptions = {}): Promise<JsonFileSubscriptionRepository> {
    const absolute = resolve(path);
    if (options.create === true) await createIfMissing(absolute);
    return new JsonFileSubscriptionRepository(absolute, await read(absolute), options);
  }

  private constructor(
    path: string,
    state: FileState,
    { checkInterval = 2, onProblem = rethrow }: JsonFileOptions,
  ) {
    this.#path = path;
    this.#state = state;
    this.#onProblem = onProblem;
    this.#stopWatching = watchFile(path, () => void this.#inTurn(() => this.#look()), checkInterval * 1000);
  }

  findByKeyDigest(digest: string): Subscription | undefined {
    return this.#state.subscriptions.findByKeyDigest(digest);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    await this.#inTurn(() => this.#look());
    return this.#state.subscriptions.get(id);
  }

  async list(query?: SubscriptionQuery): Promise<SubscriptionPage> {
    await this.#inTurn(() => this.#look());
    return this.#state.subscriptions.list(query);
  }

  async insert(subscription: StoredSubscription): Promise<void> {
    refuseUnreadable(subscription);
    await this.#change(subscription.id, (draft) => draft.insert(subscription));
  }

  async replace(subscription: StoredSubscription): Promise<void> {
    refuseUnreadable(subscription);
    await this.#change(subscription.id, (draft) => draft.replace(subscription));
  }

  async delete(id: string): Promise<boolean> {
    return this.#change(id, (draft) => draft.delete(id));
  }

  /** Ends the watching, when the changes under way are written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatching();
    this.#listeners.clear();
    await this.#last;
  }

  // Nobody sees a change before it is written: it is made on a copy of what the file holds now.
  async #change<T>(id: string, make: (draft: MemorySubscriptionRepository) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error(`${this.#path} is closed`);
    return this.#inTurn(async () => {
      const target = await realpath(this.#path).catch(() => this.#path); // a link stays a link
      return withFileLock(target, async (held) => {
        this.#become(await read(this.#path));
        const draft = new MemorySubscriptionRepository(this.#state.subscriptions);
        let change: SubscriptionChange | undefined;
        draft.onChange((told) => (change = told));
        const result = await make(draft);
        if (change === undefined) return result;
        const version = this.#state.version + 1;
        const text = formatSubscriptionFile({ version, subscriptions: [...draft] });
        if (!(await writeFileAtomically(target, text, held)))
          throw new RepositoryConflictError("version", id);
        this.#state = stateOf(text, version, draft);
        this.#listeners.tell(change);
        return result;
      });
    });
  }

  // Reads the file again when it is another one than last time; a broken one is reported once.
  async #look(): Promise<void> {
    if (this.#closed) return;
    const seen = await signOf(this.#path);
    if (seen === this.#seen) return;
    try {
      this.#become(await read(this.#path));
      this.#problem = undefined;
    } catch (error) {
      this.#report(error);
    }
    this.#seen = seen;
  }

  #become(state: FileState): void {
    if (state.digest === this.#state.digest) return;
    this.#state = state;
    this.#listeners.tell("everything");
  }

  #report(error: unknown): void {
    const { message } = error as Error;
    if (message === this.#problem) return;
    this.#problem = message;
    callObserver(() => this.#onProblem(error as ConfigurationError), WARNING);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

// What is written must be readable again.
function refuseUnreadable(subscription: StoredSubscription): void {
  const problems = problemsOfStored(subscription);
  if (problems.length > 0) throw new ConfigurationError(problems.map(({ at: _, ...problem }) => problem));
}

// Without an observer the problem itself becomes the warning.
function rethrow(problem: ConfigurationError): never {
  throw problem;
}
