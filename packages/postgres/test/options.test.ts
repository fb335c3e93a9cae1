import {
  createPostgresCounters,
  createPostgresRecords,
  createPostgresSubscriptions,
  migrations,
} from "@product-auth/postgres";
import { expect } from "chai";
import pg from "pg";

const connectionString = "postgres://127.0.0.1:1/nowhere";

describe("createPostgresSubscriptions refuses", () => {
  it("options without a connection", () =>
    expect(() => createPostgresSubscriptions({})).to.throw(TypeError, "No connection is given"));

  it("two connections", () => {
    const pool = new pg.Pool();
    expect(() => createPostgresSubscriptions({ pool, connectionString })).to.throw(
      TypeError,
      "give only one of them",
    );
  });

  for (const [name, schema] of [
    ["an empty schema", ""],
    ["a schema PostgreSQL would cut off", "s".repeat(64)],
    ["a schema of 32 characters and 64 bytes", "ß".repeat(32)],
    ["a schema with U+0000", "a\0b"],
    ["a schema with half a surrogate pair", "a\ud800"],
  ] as const)
    it(name, () => {
      expect(() => createPostgresSubscriptions({ connectionString, schema })).to.throw(RangeError, "schema");
      expect(() => migrations(schema)).to.throw(RangeError, "schema");
    });
  for (const timeout of [0, -1, 60_001, NaN, Infinity]) {
    it(`a timeout of ${timeout} is refused: a question would fail at once, or never`, () =>
      expect(() =>
        createPostgresSubscriptions({ connectionString: "postgres://127.0.0.1:1/none", timeout }),
      ).to.throw(TypeError, `timeout is ${timeout}; write 1 to 60000 milliseconds`));
  }
});

describe("createPostgresCounters refuses", () => {
  it("options without a connection", () =>
    expect(() => createPostgresCounters({})).to.throw(TypeError, "No connection is given"));

  it("two connections", () => {
    const pool = new pg.Pool();
    expect(() => createPostgresCounters({ pool, connectionString })).to.throw(
      TypeError,
      "give only one of them",
    );
  });

  it("an empty schema", () =>
    expect(() => createPostgresCounters({ connectionString, schema: "" })).to.throw(RangeError, "schema"));

  for (const timeout of [0, 60_001, NaN])
    it(`a timeout of ${timeout}`, () =>
      expect(() => createPostgresCounters({ connectionString, timeout })).to.throw(
        TypeError,
        `timeout is ${timeout}; write 1 to 60000 milliseconds`,
      ));

  it("another time", () =>
    expect(() => createPostgresCounters({ connectionString, time: "server" as "store" })).to.throw(
      TypeError,
      'time is "server"; write "store" or "caller"',
    ));
});

describe("createPostgresRecords refuses", () => {
  it("options without a connection", () =>
    expect(() => createPostgresRecords({})).to.throw(TypeError, "No connection is given"));

  it("two connections", () => {
    const pool = new pg.Pool();
    expect(() => createPostgresRecords({ pool, connectionString })).to.throw(
      TypeError,
      "give only one of them",
    );
  });

  it("an empty schema", () =>
    expect(() => createPostgresRecords({ connectionString, schema: "" })).to.throw(RangeError, "schema"));

  for (const timeout of [0, 60_001, NaN])
    it(`a timeout of ${timeout}`, () =>
      expect(() => createPostgresRecords({ connectionString, timeout })).to.throw(
        TypeError,
        `timeout is ${timeout}; write 1 to 60000 milliseconds`,
      ));
});
