// One instance of a vector of stores, an Express API: run by store-vectors.test.ts.
import { createRedisCounters } from "@product-auth/redis";
import { runVectorTask } from "@product-auth/testkit";
import { serve } from "../support/serve.js";

await runVectorTask({
  open: ({ url = "", prefix = "" }, settings) => createRedisCounters({ url, prefix, ...settings }),
  serve,
});
