import type { Counter } from "@product-auth/core/counters";
import {
  createPostgresCounters,
  createPostgresRecords,
  createPostgresSubscriptions,
  migrations,
} from "@product-auth/postgres";
import { migrate } from "#src/migrate.js";
import { namesIn } from "#src/names.js";
import { expect } from "chai";
import pg from "pg";
import { databaseFor, type Database } from "./support/database.js";
import { stored } from "./support/subscriptions.js";

const counter: Counter = {
  key: "a",
  kind: "fixed-window",
  limit: 1,
  amount: 1,
  period: 0,
  anchor: 0,
  isMadeUp: false,
};

const record = { kind: "user", id: "a", version: 1, value: { name: "a" } };

describe("migrate()", () => {
  let database: Database;
  let pool: pg.Pool;
  before(async function () {
    database = await databaseFor(this);
    pool = new pg.Pool({ connectionString: database.url });
  });
  after(async () => {
    await pool?.end();
    await database?.drop();
  });

  const versions = async (schema: string) => {
    const rows = await database.query<{ version: number }>(
      `SELECT version FROM ${pg.escapeIdentifier(schema)}.migrations ORDER BY version`,
    );
    return rows.map(({ version }) => version);
  };

  const all = migrations().map(({ version }) => version);

  it("makes a fresh schema, and a second time changes nothing", async () => {
    const store = createPostgresSubscriptions({ pool, schema: database.schema("fresh") });
    await store.migrate();
    await store.insert(stored("kept"));
    await store.migrate();
    expect(await store.get("kept")).to.deep.equal(stored("kept"));
    expect(await versions(database.schema("fresh"))).to.deep.equal(all);
    await store.close();
  });

  it("by five instances at the same moment", async () => {
    const schema = database.schema("together");
    const stores = Array.from({ length: 5 }, () =>
      createPostgresSubscriptions({ connectionString: database.url, schema }),
    );
    await Promise.all(stores.map((store) => store.migrate()));
    expect(await versions(schema)).to.deep.equal(all);
    await stores[0]!.insert(stored("a"));
    expect(await stores[4]!.get("a")).to.deep.equal(stored("a"));
    await Promise.all(stores.map((store) => store.close()));
  });

  it("applies only what is missing, keeps what is there, and by five at the same moment", async () => {
    const schema = database.schema("upgrade");
    const names = namesIn(schema);
    const store = createPostgresSubscriptions({ pool, schema });
    await store.migrate();
    await store.insert(stored("kept"));
    const version = all.length + 1;
    const next = {
      version,
      sql: `ALTER TABLE ${names.subscriptions} ADD COLUMN note text NOT NULL DEFAULT 'new'; INSERT INTO ${names.migrations} (version) VALUES (${version});`,
    };
    await Promise.all(Array.from({ length: 5 }, () => migrate(pool, names, [...migrations(schema), next])));
    expect(await versions(schema)).to.deep.equal([...all, version]);
    expect(await database.query(`SELECT id, note FROM ${names.subscriptions}`)).to.deep.equal([
      { id: "kept", note: "new" },
    ]);
    await store.migrate(); // an older release beside a newer one
    expect(await versions(schema)).to.deep.equal([...all, version]);
    expect(await store.get("kept")).to.deep.equal(stored("kept"));
    await store.close();
  });

  it("the schema of an earlier release gets the counters, and keeps its subscriptions", async () => {
    const schema = database.schema("earlier");
    await migrate(pool, namesIn(schema), migrations(schema).slice(0, 1));
    const store = createPostgresSubscriptions({ pool, schema });
    await store.insert(stored("kept"));
    const counters = createPostgresCounters({ pool, schema });
    await counters.migrate();
    expect(await versions(schema)).to.deep.equal(all);
    expect(await counters.take([counter], 0)).to.deep.equal({ used: [1] });
    expect(await store.get("kept")).to.deep.equal(stored("kept"));
    await Promise.all([store.close(), counters.close()]);
  });

  it("the schema of a release before records gets them, and keeps its subscriptions and counters", async () => {
    const schema = database.schema("before-records");
    await migrate(pool, namesIn(schema), migrations(schema).slice(0, 2));
    const [store, counters] = [
      createPostgresSubscriptions({ pool, schema }),
      createPostgresCounters({ pool, schema }),
    ];
    await store.insert(stored("kept"));
    await counters.take([counter], 0);
    const records = createPostgresRecords({ pool, schema });
    await records.migrate();
    expect(await versions(schema)).to.deep.equal(all);
    await records.write([{ put: record }]);
    expect(await records.get("user", "a")).to.deep.equal(record);
    expect(await store.get("kept")).to.deep.equal(stored("kept"));
    expect(await counters.read([counter], 0)).to.deep.equal([1]);
    await Promise.all([store.close(), counters.close(), records.close()]);
  });

  it("a step that fails leaves nothing of itself, nor of those before it", async () => {
    const schema = database.schema("failing");
    const bad = { version: all.length + 1, sql: "SELECT 1/0" };
    const outcome = await migrate(pool, namesIn(schema), [...migrations(schema), bad]).catch(String);
    expect(outcome).to.contain("division by zero");
    expect(await database.query("SELECT to_regnamespace($1) AS schema", [schema])).to.deep.equal([
      { schema: null },
    ]);
  });

  it("the SQL of migrations(), run by somebody else, is what migrate() would have done", async () => {
    const schema = database.schema("by-hand");
    for (const { sql } of migrations(schema)) await database.query(sql);
    const store = createPostgresSubscriptions({ pool, schema });
    await store.migrate();
    await store.insert(stored("a"));
    expect(await store.get("a")).to.deep.equal(stored("a"));
    await store.close();
  });

  for (const name of [
    'quote"d',
    "$count$",
    "it's",
    "semi;colon",
    "$1",
    "Größe",
    "SELECT",
    "back\\slash",
    "two words",
    "a.b",
    "a schema whose name takes all of the bytes that PostgreSQL has",
  ])
    it(`a schema called ${name}`, async () => {
      const schema = database.schema(name);
      const [one, other] = [0, 1].map(() => createPostgresSubscriptions({ pool, schema }));
      await one!.migrate();
      const told = new Promise((resolve) =>
        other!.onChange((change) => change !== "everything" && resolve(change.digests)),
      );
      await new Promise<void>((resolve) => other!.onChange((change) => change === "everything" && resolve()));
      await one!.insert(stored("a"));
      const counters = createPostgresCounters({ pool, schema });
      expect(await counters.take([counter], 0)).to.deep.equal({ used: [1] });
      const records = [0, 1].map(() => createPostgresRecords({ pool, schema }));
      const notified = new Promise((resolve) =>
        records[1]!.onChange((change) => change !== "everything" && resolve(change.records)),
      );
      await new Promise<void>((resolve) =>
        records[1]!.onChange((change) => change === "everything" && resolve()),
      );
      await records[0]!.write([{ put: record }]);
      expect(await notified).to.deep.equal([{ kind: "user", id: "a" }]);
      await Promise.all(records.map((one) => one.close()));
      expect(await told).to.deep.equal(stored("a").keys.map(({ digest }) => digest));
      expect(
        await database.query("SELECT to_regnamespace(quote_ident($1)) IS NOT NULL AS it", [schema]),
      ).to.deep.equal([{ it: true }]);
      await Promise.all([one!.close(), other!.close(), counters.close()]);
    });
});
