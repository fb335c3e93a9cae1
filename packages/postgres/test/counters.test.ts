import type { Counter } from "@product-auth/core/counters";
import { createPostgresCounters } from "@product-auth/postgres";
import { namesIn } from "#src/names.js";
import { PostgresCounterStore } from "#src/postgres-counter-store.js";
import { expect } from "chai";
import pg from "pg";
import { databaseFor, type Database } from "./support/database.js";

const counter = (more: Partial<Counter> = {}): Counter => ({
  key: "a",
  kind: "fixed-window",
  limit: 5,
  amount: 1,
  period: 60_000,
  anchor: 0,
  isMadeUp: false,
  ...more,
});
const NOW = Date.UTC(2026, 0, 1);

describe("counters in PostgreSQL", () => {
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

  const rows = (name: string) =>
    database.query<{ key: string }>(
      `SELECT key FROM ${namesIn(database.schema(name)).counters} ORDER BY key COLLATE "C"`,
    );

  it("three counters are one statement", async () => {
    const queries: unknown[] = [];
    const store = await database.openCounters("statements", { pool });
    const three = ["a", "b", "c"].map((key) => counter({ key }));
    const observed = Object.create(pool) as pg.Pool;
    observed.query = ((config: pg.QueryConfig) => {
      queries.push(config.text);
      return pool.query(config);
    }) as typeof pool.query;
    const counting = createPostgresCounters({ pool: observed, schema: database.schema("statements") });
    for (let i = 1; i <= 4; i++) expect(await counting.take(three, 0)).to.deep.equal({ used: [i, i, i] });
    expect(queries.filter((text) => String(text).startsWith("SELECT"))).to.have.length(4);
    await counting.close();
    await store.close();
  });

  it("what is asked, read or refused for its size leaves no row; what ended is removed a hundred at a time", async () => {
    await database.openCounters("ended", { pool });
    const names = namesIn(database.schema("ended"));
    let chance = 1;
    const settings = { pool, names, time: "caller", timeout: 5_000, onFinding: undefined } as const;
    const problems: Error[] = [];
    const store = new PostgresCounterStore({
      ...settings,
      onProblem: (error) => void problems.push(error),
      random: () => chance,
    });
    await store.take([counter({ amount: 0 })], NOW);
    await store.read([counter()], NOW);
    expect(await rows("ended")).to.deep.equal([]);

    const many = Array.from({ length: 350 }, (_, i) => counter({ key: `made up ${i}`, isMadeUp: true }));
    await store.take(many, NOW);
    await store.take([counter({ key: "forever", period: 0 })], NOW);
    const later = NOW + 2 * 60_000 + 3_600_000;
    chance = 0.000_9;
    await store.take([counter({ key: "live" })], later);
    await store.settled();
    expect(await rows("ended")).to.have.length(352); // ends_at has not passed: a clock may be late
    await store.take([counter({ key: "live" })], later + 1);
    await store.settled();
    expect((await rows("ended")).map(({ key }) => key)).to.deep.equal(["kforever", "klive"]);
    expect(problems).to.deep.equal([]);
    expect(await store.take([counter({ key: "forever", period: 0 })], later)).to.deep.equal({ used: [2] });
  });

  it("a removal beside many calls: each counter still admits its limit", async () => {
    await database.openCounters("beside", { pool });
    const names = namesIn(database.schema("beside"));
    const settings = { pool, names, time: "store", timeout: 10_000, onFinding: undefined } as const;
    const problems: Error[] = [];
    const store = new PostgresCounterStore({
      ...settings,
      onProblem: (error) => void problems.push(error),
      random: () => 0,
    });
    // Rows that end at once are removed and made again all the time.
    const short = (i: number) =>
      counter({ key: `short ${i % 7}`, kind: "token-bucket", period: 1, limit: 1e6 });
    const long = counter({ limit: 100, period: 3_600_000, anchor: Date.UTC(2020, 0, 1) });
    const taken = await Promise.all(
      Array.from({ length: 400 }, (_, i) => store.take([long, short(i), short(i + 1)], 0)),
    );
    expect(taken.filter((one) => "used" in one)).to.have.length(100);
    await store.settled();
    expect(problems).to.deep.equal([]);
  });

  it("calls whose transactions are serializable by the server's default are exact through its own pool", async () => {
    const role = `serial_${process.pid}`;
    const schema = database.schema("isolation");
    await database.openCounters("isolation", { pool });
    await database.query(
      `CREATE ROLE ${role} LOGIN SUPERUSER; ALTER ROLE ${role} SET default_transaction_isolation = 'serializable'`,
    );
    const connectionString = database.url.replace("postgres@", `${role}@`);
    const store = createPostgresCounters({ connectionString, schema, timeout: 10_000 });
    // Of an hour: a window of a minute by the server's clock may end in between.
    const long = counter({ limit: 40, period: 3_600_000 });
    const taken = await Promise.all(Array.from({ length: 60 }, () => store.take([long], 0)));
    expect(taken.filter((one) => "used" in one)).to.have.length(40);
    await store.close();
    const given = new pg.Pool({ connectionString });
    const findings = await createPostgresCounters({ pool: given, schema }).check();
    expect(findings.join()).to.contain("default_transaction_isolation is serializable");
    await given.end();
    await database.query(`DROP ROLE ${role}`);
  });

  it("check() finds a table that is missing or unlogged, and onProblem hears of it once", async () => {
    const schema = database.schema("findings");
    const problems: string[] = [];
    const store = createPostgresCounters({
      connectionString: database.url,
      schema,
      onProblem: ({ message }) => void problems.push(message),
    });
    expect((await store.check())[0]).to.contain("call migrate()");
    await store.migrate();
    await database.query(`ALTER TABLE ${namesIn(schema).counters} SET UNLOGGED`);
    for (let i = 0; i < 3; i++) await store.take([counter()], 0);
    for (const end = Date.now() + 2_000; problems.length === 0 && Date.now() < end;)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(problems.filter((problem) => problem.includes("unlogged"))).to.have.length(1);
    await store.close();
  });
});
