// One instance of a vector of stores, an Express API: run by store-vectors.test.ts.
import { createPostgresCounters } from "@product-auth/postgres";
import { runVectorTask } from "@product-auth/testkit";
import { serve } from "../support/serve.js";

await runVectorTask({
  open: ({ url = "", schema = "" }, settings) =>
    createPostgresCounters({ connectionString: url, schema, ...settings }),
  serve,
});
