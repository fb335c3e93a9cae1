import { expect } from "chai";
import pg from "pg";
import type { StoredRecord } from "@product-auth/core/records";
import { namesIn } from "#src/names.js";
import { PostgresRecordRepository } from "#src/postgres-record-repository.js";
import { createPostgresRecords } from "@product-auth/postgres";
import { databaseFor, type Database } from "./support/database.js";

const HOUR = 3_600_000;

const session = (id: string, expiresAt?: number): StoredRecord => ({
  kind: "session",
  id,
  version: 1,
  value: {},
  ...(expiresAt !== undefined && { expiresAt }),
});

describe("records in PostgreSQL", () => {
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  const idsIn = async (schema: string) => {
    const { records } = namesIn(schema);
    const rows = await database.query<{ id: string }>(`SELECT id FROM ${records} ORDER BY id`);
    return rows.map(({ id }) => id);
  };

  it("deleteExpired removes what expired over an hour ago, the oldest first, at most the limit", async () => {
    const clock = { now: HOUR * 1000 };
    const records = await database.openRecords("expired", { clock: () => clock.now });
    const ends = [1, 2, 3, HOUR, 2 * HOUR].map((after) => clock.now + after);
    await records.write([...ends.map((end, i) => ({ put: session(`${i}`, end) })), { put: session("kept") }]);
    expect(await records.deleteExpired()).to.equal(0);
    clock.now += HOUR + 3;
    expect(await records.deleteExpired(2)).to.equal(2);
    expect(await idsIn(database.schema("expired"))).to.deep.equal(["2", "3", "4", "kept"]);
    expect(await records.deleteExpired()).to.equal(1);
    expect(await idsIn(database.schema("expired"))).to.deep.equal(["3", "4", "kept"]);
    clock.now += 10 * HOUR;
    expect(await records.deleteExpired()).to.equal(2);
    await records.close();
  });

  it("one write in a hundred removes expired records after it, and leaves those that another transaction holds", async () => {
    const schema = database.schema("cleaned");
    const opened = await database.openRecords("cleaned", { clock: () => 0 });
    await opened.write([{ put: session("a", 1) }, { put: session("held", 1) }]);
    await opened.close();
    const pool = new pg.Pool({ connectionString: database.url });
    const chances = [0.01, 0.5, 0.0099];
    const records = new PostgresRecordRepository({
      pool,
      names: namesIn(schema),
      notify: false,
      timeout: 2_000,
      clock: () => 3 * HOUR,
      onProblem: (error) => expect.fail(error.message),
      random: () => chances.shift()!,
    });
    const holder = await pool.connect();
    await holder.query(`BEGIN; SELECT 1 FROM ${namesIn(schema).records} WHERE id = 'held' FOR UPDATE`);
    for (let i = 0; i < 3; i++) {
      expect(await idsIn(schema)).to.include("a");
      await records.write([{ put: session(`new-${i}`) }]);
    }
    await records.close(); // waits for the removal
    expect(await idsIn(schema)).to.deep.equal(["held", "new-0", "new-1", "new-2"]);
    await holder.query("ROLLBACK");
    holder.release();
    await pool.end();
  });

  it("a row that another transaction holds fails the write in time, and the pool goes on", async () => {
    const records = await database.openRecords("held", { timeout: 300, connection: { max: 1 } });
    await records.write([{ put: session("a") }]);
    const holder = new pg.Client(database.url);
    await holder.connect();
    await holder.query(`BEGIN; SELECT 1 FROM ${namesIn(database.schema("held")).records} FOR UPDATE`);
    const since = performance.now();
    const changes = [{ put: session("new") }, { remove: { kind: "session", id: "a" } }];
    expect(await records.write(changes).then(String, (error: Error) => error.name)).to.match(/rror/);
    expect(performance.now() - since).to.be.below(600);
    await holder.query("ROLLBACK");
    await holder.end();
    expect((await records.list("session")).records.map(({ id }) => id)).to.deep.equal(["a"]);
    await records.close();
  });

  it("type parsers that the application has set change nothing", async () => {
    const TEXT = 25;
    const types = {
      getTypeParser: (oid: number) => (text: string) => (oid === TEXT ? text : "parsed by the application"),
    } as pg.CustomTypesConfig;
    const [usual, unusual] = [
      await database.openRecords("types"),
      createPostgresRecords({
        connection: { connectionString: database.url, types },
        schema: database.schema("types"),
      }),
    ];
    const record = { ...session("1", 8e15 + 0.5), version: 1, value: { number: 1e21 } };
    await unusual.write([{ put: record }]);
    for (const records of [usual, unusual]) {
      const found = await records.get("session", "1");
      expect([found?.expiresAt, found?.version, found?.value]).to.deep.equal([
        8e15 + 0.5,
        1,
        { number: 1e21 },
      ]);
      await records.close();
    }
  });

  it("lists use the indexes, however many records there are", async () => {
    const records = await database.openRecords("plan");
    const { records: table } = namesIn(database.schema("plan"));
    await database.query(
      `INSERT INTO ${table} SELECT 'user', i::text, (i % 100)::text, NULL, 1, '{}' FROM generate_series(1, 20000) i; ANALYZE ${table}`,
    );
    for (const [condition, index] of [
      ["", "records_pkey"],
      ["AND owner = '7'", "records_owner"],
    ] as const) {
      const plan = await database.query<Record<string, string>>(
        `EXPLAIN SELECT * FROM ${table} WHERE kind = 'user' ${condition} AND id > '5' ORDER BY id LIMIT 101`,
      );
      expect(plan.map((row) => row["QUERY PLAN"]).join("\n"))
        .to.include(index)
        .and.not.include("Sort");
    }
    await records.close();
  });
});
