import { revocationContract, storeContract } from "@product-auth/testkit";
import { databaseFor, type Database } from "./support/database.js";
import { serve } from "./support/serve.js";

describe("@product-auth/postgres", () => {
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  const runner = { describe, it, before, after };
  storeContract(runner, "PostgreSQL", { open: (name) => database.open(name), pushWithin: 1_000 });
  revocationContract(runner, "PostgreSQL", {
    open: ({ push }) => database.open(push ? "pushed" : "silent", { notify: push }),
    serve,
  });
});
