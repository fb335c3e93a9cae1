import type { Subscription, SubscriptionChange } from "@product-auth/core";
import {
  ChangeListeners,
  decodeChange,
  encodeChange,
  RepositoryConflictError,
  withTimeout,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import type { Pool } from "pg";
import { ChangeListener } from "./change-listener.js";
import { asConflict } from "./conflict.js";
import { inTransaction, type RunQuery } from "./in-transaction.js";
import { listStatement } from "./list-statement.js";
import type { Names } from "./names.js";
import { keyParameters, subscriptionParameters } from "./parameters.js";
import { evidenceOf, subscriptionOf, type EvidenceRow, type SubscriptionRow } from "./rows.js";
import { statementsFor, type Statements } from "./statements.js";
import { isStorable } from "./storable-text.js";
import { timeoutError } from "./timeout-error.js";

/** Settings of a `PostgresRepository`. */
export interface PostgresRepositorySettings {
  readonly pool: Pool;
  readonly names: Names;
  readonly notify: boolean;
  readonly timeout: number;
  readonly onProblem: (error: Error) => void;
}

/** Maximum size of a NOTIFY payload: it must be shorter than 8000 bytes. */
const MAX_PAYLOAD_BYTES = 7_999;

/** The repository on top of a pool. */
export class PostgresRepository implements SubscriptionRepository {
  readonly #settings: PostgresRepositorySettings;
  readonly #sql: Statements;
  readonly #listeners: ChangeListeners;
  #changes: ChangeListener<SubscriptionChange> | undefined;

  constructor(settings: PostgresRepositorySettings) {
    this.#settings = settings;
    this.#listeners = new ChangeListeners(settings.onProblem);
    this.#sql = statementsFor(settings.names);
  }

  async findByKeyDigest(digest: string): Promise<Subscription | undefined> {
    if (!isStorable(digest)) return undefined;
    const [row] = await this.#query<EvidenceRow>(this.#sql.find, [digest]);
    return row && evidenceOf(row);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    this.#changes ??= this.#listen();
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    if (!isStorable(id)) return undefined;
    const [row] = await this.#query<SubscriptionRow>(`${this.#sql.select} WHERE s.id = $1`, [id]);
    return row && subscriptionOf(row);
  }

  async list(query: SubscriptionQuery = {}): Promise<SubscriptionPage> {
    if (![query.scope, query.state, query.ownerId].every((text) => text === undefined || isStorable(text)))
      return { items: [] };
    const { text, values, limit } = listStatement(this.#sql.select, query);
    const rows = await this.#query<SubscriptionRow>(text, values);
    const items = rows.slice(0, limit).map(subscriptionOf);
    return { items, ...(rows.length > limit && { next: items.at(-1)!.id }) };
  }

  insert(subscription: StoredSubscription): Promise<void> {
    return this.#change(subscription.id, async (query) => {
      await query(this.#sql.insert, subscriptionParameters(subscription));
      return this.#insertKeys(query, subscription);
    });
  }

  replace(subscription: StoredSubscription): Promise<void> {
    return this.#change(subscription.id, async (query) => {
      const { rowCount } = await query(this.#sql.update, subscriptionParameters(subscription));
      if (rowCount === 0) throw new RepositoryConflictError("version", subscription.id);
      const old = await this.#removeKeys(query, subscription.id);
      return [...old, ...(await this.#insertKeys(query, subscription))];
    });
  }

  async delete(id: string): Promise<boolean> {
    if (!isStorable(id)) return false;
    let deleted = false;
    await this.#change(id, async (query) => {
      // Lock first, so that keys which a concurrent replace adds are deleted and reported.
      await query(this.#sql.lock, [id]);
      const old = await this.#removeKeys(query, id);
      const { rowCount } = await query(this.#sql.remove, [id]);
      deleted = rowCount === 1;
      return old;
    });
    return deleted;
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#changes?.close();
  }

  async #query<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    const { pool, timeout } = this.#settings;
    // `query_timeout` also removes the connection from the pool, so that a silent server does not hold all of them.
    const config = { text, values, query_timeout: timeout };
    const { rows } = await withTimeout(pool.query<Row>(config), timeout, () => timeoutError(timeout));
    return rows;
  }

  // The change and its message are one transaction: neither happens without the other.
  async #change(id: string, work: (query: RunQuery) => Promise<readonly string[]>): Promise<void> {
    const { pool, names, notify, timeout } = this.#settings;
    try {
      await inTransaction(pool, timeout, async (query) => {
        const digests = await work(query);
        if (!notify || digests.length === 0) return;
        await query("SELECT pg_notify($1, $2)", [names.schema, encodeChange(digests, MAX_PAYLOAD_BYTES)]);
      });
    } catch (error) {
      throw asConflict(error, id);
    }
  }

  async #insertKeys(query: RunQuery, subscription: StoredSubscription): Promise<readonly string[]> {
    await query(this.#sql.insertKeys, keyParameters(subscription));
    return subscription.keys.map(({ digest }) => digest);
  }

  async #removeKeys(query: RunQuery, id: string): Promise<string[]> {
    const { rows } = await query<{ digest: string }>(this.#sql.removeKeys, [id]);
    return rows.map(({ digest }) => digest);
  }

  #listen(): ChangeListener<SubscriptionChange> | undefined {
    const { pool, names, notify, timeout, onProblem } = this.#settings;
    if (!notify) return undefined;
    return new ChangeListener({
      connection: pool.options,
      channel: names.schema,
      timeout,
      onProblem,
      read: decodeChange,
      onChange: (change) => this.#listeners.notify(change),
    });
  }
}
