import { createPostgresRecords } from "@product-auth/postgres";
import { recordContract } from "@product-auth/testkit";
import { namesIn } from "#src/names.js";
import { databaseFor, type Database } from "./support/database.js";

describe("records of @product-auth/postgres", () => {
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
    await (await database.openRecords("contract")).close(); // makes the tables
  });
  after(() => database?.drop());

  // Each instance has its own pool. A case begins with an empty table, which is faster than a schema for each.
  let current = "";
  recordContract({ describe, it, before, after }, "PostgreSQL", {
    async open(name, clock) {
      const schema = database.schema("contract");
      const records = createPostgresRecords({ connectionString: database.url, schema, clock });
      if (name !== current) await database.query(`TRUNCATE ${namesIn(schema).records}`);
      current = name;
      return records;
    },
    pushWithin: 1_000,
  });
});
