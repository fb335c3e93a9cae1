import { SharedJsonFile } from "../files/shared-json-file.js";
import type { JsonFileOptions } from "../files/json-file-options.js";
import { ConfigurationError } from "../lib/errors.js";
import { ChangeListeners } from "./change-listeners.js";
import { problemsOfStored } from "./check-stored.js";
import { MemorySubscriptionRepository } from "./memory-repository.js";
import { RepositoryConflictError } from "./repository-conflict-error.js";
import type {
  StoredSubscription,
  SubscriptionPage,
  SubscriptionQuery,
  SubscriptionRepository,
} from "./stored-subscription.js";
import { subscriptionFile } from "./subscription-file.js";
import type { Subscription, SubscriptionChange } from "../evidence/subscriptions/subscription.js";

/**
 * A repository in one JSON file: readable, editable by hand, shared by the processes of one machine. Every change writes
 * the whole file, so use it for up to some thousand subscriptions; a file of more than 16 megabytes is refused. Lookups are
 * synchronous, from memory.
 */
export class JsonFileSubscriptionRepository implements SubscriptionRepository {
  readonly #file: SharedJsonFile<MemorySubscriptionRepository>;
  readonly #listeners: ChangeListeners;

  /** Reads the file. Rejects with one `ConfigurationError` that lists every problem with its line and column. */
  static async open(path: string, options: JsonFileOptions = {}): Promise<JsonFileSubscriptionRepository> {
    const listeners = new ChangeListeners();
    const file = await SharedJsonFile.open(path, subscriptionFile, options, () =>
      listeners.notify("everything"),
    );
    return new JsonFileSubscriptionRepository(file, listeners);
  }

  private constructor(file: SharedJsonFile<MemorySubscriptionRepository>, listeners: ChangeListeners) {
    this.#file = file;
    this.#listeners = listeners;
  }

  /** Throws when the file could not be read for longer than `maxAge`. */
  findByKeyDigest(digest: string): Subscription | undefined {
    return this.#file.content.findByKeyDigest(digest);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    return (await this.#file.checkedContent()).get(id);
  }

  async list(query?: SubscriptionQuery): Promise<SubscriptionPage> {
    return (await this.#file.checkedContent()).list(query);
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
    this.#listeners.clear();
    await this.#file.close();
  }

  #change<T>(id: string, make: (draft: MemorySubscriptionRepository) => Promise<T>): Promise<T> {
    return this.#file.change(
      async (current) => {
        const draft = new MemorySubscriptionRepository(current);
        let change: SubscriptionChange | undefined;
        draft.onChange((made) => (change = made));
        const result = await make(draft);
        if (change === undefined) return { result };
        const made = change;
        return { result, content: draft, onWritten: () => this.#listeners.notify(made) };
      },
      () => new RepositoryConflictError("version", id),
    );
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
