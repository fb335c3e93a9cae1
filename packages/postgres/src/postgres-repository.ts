import type { Subscription, SubscriptionChange } from "@product-auth/core";
import {
  ChangeListeners,
  RepositoryConflictError,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import type { Pool } from "pg";
import { ChangeListener } from "./change-listener.js";
import { messageOf } from "./change-message.js";
import { asConflict } from "./conflict.js";
import { inTransaction, type Ask } from "./in-transaction.js";
import { listStatement } from "./list-statement.js";
import type { Names } from "./names.js";
import { keyParameters, subscriptionParameters } from "./parameters.js";
import { evidenceOf, subscriptionOf, type EvidenceRow, type SubscriptionRow } from "./rows.js";
import { statementsFor, type Statements } from "./statements.js";
import { isStorable } from "./storable-text.js";
import { within } from "./within.js";

/** What a repository works with. */
export interface PostgresRepositorySettings {
  readonly pool: Pool;
  readonly names: Names;
  readonly notify: boolean;
  readonly timeout: number;
  readonly onProblem: (error: Error) => void;
}

/** Subscriptions over a pool. */
export class PostgresRepository implements SubscriptionRepository {
  readonly #settings: PostgresRepositorySettings;
  readonly #sql: Statements;
  readonly #listeners: ChangeListeners;
  #changes: ChangeListener | undefined;

  constructor(settings: PostgresRepositorySettings) {
    this.#settings = settings;
    this.#listeners = new ChangeListeners(settings.onProblem);
    this.#sql = statementsFor(settings.names);
  }

  async findByKeyDigest(digest: string): Promise<Subscription | undefined> {
    if (!isStorable(digest)) return undefined;
    const [row] = await this.#ask<EvidenceRow>(this.#sql.find, [digest]);
    return row && evidenceOf(row);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    this.#changes ??= this.#listen();
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    if (!isStorable(id)) return undefined;
    const [row] = await this.#ask<SubscriptionRow>(`${this.#sql.select} WHERE s.id = $1`, [id]);
    return row && subscriptionOf(row);
  }

  async list(query: SubscriptionQuery = {}): Promise<SubscriptionPage> {
    if (![query.scope, query.state, query.ownerId].every((text) => text === undefined || isStorable(text)))
      return { items: [] };
    const { text, values, limit } = listStatement(this.#sql.select, query);
    const rows = await this.#ask<SubscriptionRow>(text, values);
    const items = rows.slice(0, limit).map(subscriptionOf);
    return { items, ...(rows.length > limit && { next: items.at(-1)!.id }) };
  }

  insert(subscription: StoredSubscription): Promise<void> {
    return this.#change(subscription.id, async (ask) => {
      await ask(this.#sql.insert, subscriptionParameters(subscription));
      return this.#insertKeys(ask, subscription);
    });
  }

  replace(subscription: StoredSubscription): Promise<void> {
    return this.#change(subscription.id, async (ask) => {
      const { rowCount } = await ask(this.#sql.update, subscriptionParameters(subscription));
      if (rowCount === 0) throw new RepositoryConflictError("version", subscription.id);
      const old = await this.#removeKeys(ask, subscription.id);
      return [...old, ...(await this.#insertKeys(ask, subscription))];
    });
  }

  async delete(id: string): Promise<boolean> {
    if (!isStorable(id)) return false;
    let deleted = false;
    await this.#change(id, async (ask) => {
      // Taken first, so that keys which a replace is just adding are seen and told of.
      await ask(this.#sql.lock, [id]);
      const old = await this.#removeKeys(ask, id);
      const { rowCount } = await ask(this.#sql.remove, [id]);
      deleted = rowCount === 1;
      return old;
    });
    return deleted;
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#changes?.close();
  }

  async #ask<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    const { pool, timeout } = this.#settings;
    // `query_timeout` also takes the connection out of the pool, so that a silent server does not hold them all.
    const question = { text, values, query_timeout: timeout };
    const { rows } = await within(timeout, pool.query<Row>(question));
    return rows;
  }

  // The change and its notice are one transaction: nobody is told of what did not happen, nor the other way round.
  async #change(id: string, work: (ask: Ask) => Promise<readonly string[]>): Promise<void> {
    const { pool, names, notify, timeout } = this.#settings;
    try {
      await inTransaction(pool, timeout, async (ask) => {
        const digests = await work(ask);
        if (!notify || digests.length === 0) return;
        await ask("SELECT pg_notify($1, $2)", [names.schema, messageOf(digests)]);
      });
    } catch (error) {
      throw asConflict(error, id);
    }
  }

  async #insertKeys(ask: Ask, subscription: StoredSubscription): Promise<readonly string[]> {
    await ask(this.#sql.insertKeys, keyParameters(subscription));
    return subscription.keys.map(({ digest }) => digest);
  }

  async #removeKeys(ask: Ask, id: string): Promise<string[]> {
    const { rows } = await ask<{ digest: string }>(this.#sql.removeKeys, [id]);
    return rows.map(({ digest }) => digest);
  }

  #listen(): ChangeListener | undefined {
    const { pool, names, notify, timeout, onProblem } = this.#settings;
    if (!notify) return undefined;
    return new ChangeListener({
      connection: pool.options,
      channel: names.schema,
      timeout,
      onProblem,
      onChange: (change) => this.#listeners.tell(change),
    });
  }
}
