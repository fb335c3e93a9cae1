// One instance of a vector of stores: run by store-vectors.test.ts.
import { createPostgresCounters } from "@product-auth/postgres";
import { runVectorTask } from "@product-auth/testkit";

await runVectorTask(({ url = "", schema = "" }, time) =>
  createPostgresCounters({ connectionString: url, schema, time, timeout: 20_000 }),
);
