import { createProductAuth } from "@product-auth/core";
import type { CounterStore } from "@product-auth/core/counters";
import { limitsInProcess, limitVectors, vectorsFolder } from "@product-auth/testkit";
import { databaseFor, type Database } from "./support/database.js";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

describe("limits counted in PostgreSQL", () => {
  let database: Database;
  let store: CounterStore;
  let vectors = 0;
  let added = Promise.resolve();
  before(async function () {
    database = await databaseFor(this);
  });
  beforeEach(async () => {
    store = await database.openCounters(`vector${++vectors}`, { time: "caller" });
    // Calls on several connections have no order, so the next call waits for what the one before has added.
    const add = store.add.bind(store);
    store.add = async (counters, now) => (added = Promise.resolve(add(counters, now)));
  });
  after(() => database?.drop());

  const runner = { describe, it, before, after, beforeEach, afterEach };
  limitVectors(runner, "in process, PostgreSQL", limitsInProcess(createProductAuth), folder, {
    more: () => ({ store, timeout: 5_000 }),
    between: () => added,
    covers: ({ id }) => /^(token-bucket|quota)-/.test(id),
  });
});
