import pg from "pg";
import { createPostgresRecords } from "@product-auth/postgres";
import { clientContract } from "@product-auth/testkit";
import { namesIn } from "#src/names.js";
import { databaseFor, type Database } from "./support/database.js";

describe("client applications in @product-auth/postgres", () => {
  let database: Database;
  let pool: pg.Pool;
  before(async function () {
    database = await databaseFor(this);
    await (await database.openRecords("clients")).close(); // makes the table
    pool = new pg.Pool({ connectionString: database.url, max: 20 }).setMaxListeners(0);
  });
  after(async () => {
    await pool?.end();
    await database?.drop();
  });

  // A case begins with an empty table. All instances share a pool: there are some hundred of them.
  let current = "";
  clientContract({ describe, it, before, after }, "PostgreSQL", {
    async open(name, clock) {
      const schema = database.schema("clients");
      if (name !== current) await database.query(`TRUNCATE ${namesIn(schema).records}`);
      current = name;
      return createPostgresRecords({ pool, schema, clock });
    },
  });
});
