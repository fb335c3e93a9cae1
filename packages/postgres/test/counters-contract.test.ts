import { counterStoreContract } from "@product-auth/testkit";
import { databaseFor, type Database } from "./support/database.js";

describe("@product-auth/postgres", () => {
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  counterStoreContract({ describe, it, before, after }, "PostgreSQL", {
    open: (name, time) => database.openCounters(name, { time, timeout: 10_000 }),
    kinds: ["token-bucket", "fixed-window"],
    calls: 400,
  });
});
