import pg from "pg";
import {
  createPostgresCounters,
  createPostgresRecords,
  createPostgresSubscriptions,
  type PostgresCountersOptions,
  type PostgresRecordsOptions,
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

  /** Records in the schema of this name, its tables made. */
  async openRecords(name: string, more: Partial<PostgresRecordsOptions> = {}) {
    const records = createPostgresRecords({
      ...(more.pool === undefined && { connectionString: this.url }),
      schema: this.schema(name),
      ...more,
    });
    await records.migrate();
    return records;
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
    const schemas = [...this.#schemas.values()].map((schema) => pg.escapeIdentifier(schema));
    // Twenty at a time: a connection and a commit for each takes longer than a hook may on a busy machine.
    for (let i = 0; i < schemas.length; i += 20)
      await this.query(`DROP SCHEMA IF EXISTS ${schemas.slice(i, i + 20).join(", ")} CASCADE`);
  }
}
