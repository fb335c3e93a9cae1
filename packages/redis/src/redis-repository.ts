import type { Subscription, SubscriptionChange } from "@product-auth/core";
import {
  ChangeListeners,
  pageSizeOf,
  RepositoryConflictError,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import { changeFrom } from "./change-from.js";
import { ChangeListener } from "./change-listener.js";
import { compareAndSet } from "./compare-and-set.js";
import type { Connection } from "./connection.js";
import { idOf, isName, memberOf } from "./id-order.js";
import type { Keys } from "./keys.js";

/** Settings of a `RedisRepository`. */
export interface RedisRepositorySettings {
  readonly connection: Connection;
  readonly keys: Keys;
  readonly notify: boolean;
  readonly onProblem: (error: Error) => void;
}

/** Number of subscriptions per read when a list is filtered. */
const CHUNK = 500;

/** The repository on top of a connection. */
export class RedisRepository implements SubscriptionRepository {
  readonly #settings: RedisRepositorySettings;
  readonly #listeners: ChangeListeners;
  #changes: ChangeListener | undefined;

  constructor(settings: RedisRepositorySettings) {
    this.#settings = settings;
    this.#listeners = new ChangeListeners(settings.onProblem);
  }

  async findByKeyDigest(digest: string): Promise<Subscription | undefined> {
    const { connection, keys } = this.#settings;
    if (!isName(digest)) return undefined;
    const found = await connection.run((client) => client.get(keys.digest(digest)));
    return isText(found) ? Object.freeze(JSON.parse(found) as Subscription) : undefined;
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    this.#changes ??= this.#listen();
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    const document = await this.#read(id);
    return document === "" ? undefined : (JSON.parse(document) as StoredSubscription);
  }

  async list({ scope, state, ownerId, after, limit }: SubscriptionQuery = {}): Promise<SubscriptionPage> {
    const page = pageSizeOf(limit);
    const matches = (one: StoredSubscription) =>
      (scope ?? one.scope) === one.scope &&
      (state ?? one.state) === one.state &&
      (ownerId === undefined || one.ownerId === ownerId);
    if (ownerId !== undefined && !isName(ownerId)) return { items: [] };
    const isFiltered = scope !== undefined || state !== undefined;
    const items: StoredSubscription[] = [];
    for (let last = after; items.length <= page;) {
      const ids = await this.#ids(ownerId, last, isFiltered ? CHUNK : page + 1 - items.length);
      if (ids.length === 0) break;
      items.push(...(await this.#readAll(ids)).filter(matches));
      last = ids.at(-1);
    }
    const isMore = items.length > page;
    items.length = Math.min(items.length, page);
    return { items, ...(isMore && { next: items.at(-1)!.id }) };
  }

  async insert(subscription: StoredSubscription): Promise<void> {
    if (!isName(subscription.id) || !isName(subscription.ownerId ?? ""))
      throw new RangeError(
        `The id ${JSON.stringify(subscription.id)} or its ownerId contains half a surrogate pair, which Redis cannot store`,
      );
    if ((await this.#read(subscription.id)) !== "") throw new RepositoryConflictError("id", subscription.id);
    if ((await this.#set("", subscription)) === "changed")
      throw new RepositoryConflictError("id", subscription.id);
  }

  async replace(subscription: StoredSubscription): Promise<void> {
    const { id, version } = subscription;
    const old = await this.#read(id);
    const isNext = old !== "" && (JSON.parse(old) as StoredSubscription).version === version - 1;
    if (!isNext || (await this.#set(old, subscription)) === "changed")
      throw new RepositoryConflictError("version", id);
  }

  async delete(id: string): Promise<boolean> {
    for (;;) {
      const old = await this.#read(id);
      if (old === "") return false;
      if ((await this.#set(old, undefined)) === "done") return true;
    }
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#changes?.close();
    await this.#settings.connection.close();
  }

  async #set(expected: string, subscription: StoredSubscription | undefined): Promise<"done" | "changed"> {
    const { connection, keys } = this.#settings;
    const old = expected === "" ? undefined : (JSON.parse(expected) as StoredSubscription);
    const change = changeFrom(keys, { expected, old, next: subscription });
    const outcome = await connection.run((client) => compareAndSet(client, change));
    if (outcome === "taken") throw new RepositoryConflictError("digest", subscription!.id);
    return outcome;
  }

  /** Reads the document of a subscription; empty for none. */
  async #read(id: string): Promise<string> {
    const { connection, keys } = this.#settings;
    if (!isName(id)) return "";
    const found = await connection.run((client) => client.get(keys.subscription(id)));
    return isText(found) ? found : "";
  }

  async #ids(ownerId: string | undefined, after: string | undefined, count: number): Promise<string[]> {
    const { connection, keys } = this.#settings;
    const key = ownerId === undefined ? keys.ids : keys.idsOfOwner(ownerId);
    const from = after === undefined ? "-" : `(${memberOf(after)}`;
    const options = { BY: "LEX", LIMIT: { offset: 0, count } } as const;
    const members = await connection.run((client) => client.zRange(key, from, "+", options));
    return members.map((member) => idOf(member as string));
  }

  async #readAll(ids: readonly string[]): Promise<StoredSubscription[]> {
    const { connection, keys } = this.#settings;
    const documents = await connection.run((client) => client.mGet(ids.map(keys.subscription)));
    return documents.filter(isText).map((document) => JSON.parse(document) as StoredSubscription); // the rest: just deleted
  }

  #listen(): ChangeListener | undefined {
    const { connection, keys, notify, onProblem } = this.#settings;
    if (!notify) return undefined;
    const onChange = (change: SubscriptionChange) => this.#listeners.notify(change);
    return new ChangeListener({
      makeClient: () => connection.duplicate(),
      channel: keys.channel,
      timeout: connection.timeout,
      onChange,
      onProblem,
    });
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
