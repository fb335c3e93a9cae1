import pg from "pg";
import {
  createPostgresCounters,
  createPostgresSubscriptions,
  type PostgresCountersOptions,
  type PostgresSubscriptionsOptions,
} from "@product-auth/postgres";
import { serviceFor, startPostgres, type SkippableContext } from "@product-auth/testkit/services";

let schemas = 0;

/** The database that the tests of this process share; a suite is skipped where there is none. */
export async function databaseFor(context: SkippableContext): Promise<Database> {
  const { url } = await serviceFor(context, startPostgres);
  return new Database(url);
}

/** A database, and what one suite has made in it. */
export class Database {
  readonly url: string;
  readonly #schemas = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  /** A schema of one's own; the same for the same name. */
  schema(name: string): string {
    const known = this.#schemas.get(name) ?? `test_${process.pid}_${++schemas}_${name}`.slice(0, 60);
    this.#schemas.set(name, known);
    return known;
  }

  /** Subscriptions in the schema of this name, its tables made. */
  async open(name: string, more: Partial<PostgresSubscriptionsOptions> = {}) {
    const store = createPostgresSubscriptions({
      ...(more.pool === undefined && { connectionString: this.url }),
      schema: this.schema(name),
      ...more,
    });
    await store.migrate();
    return store;
  }

  /** Counters in the schema of this name, its tables made. */
  async openCounters(name: string, more: Partial<PostgresCountersOptions> = {}) {
    const counters = createPostgresCounters({
      ...(more.pool === undefined && { connectionString: this.url }),
      schema: this.schema(name),
      ...more,
    });
    await counters.migrate();
    return counters;
  }

  /** Asks as the superuser. */
  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client(this.url);
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Drops what `schema` named. */
  async drop(): Promise<void> {
    for (const schema of this.#schemas.values())
      await this.query(`DROP SCHEMA IF EXISTS ${pg.escapeIdentifier(schema)} CASCADE`);
  }
}
