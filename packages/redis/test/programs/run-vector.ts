// One instance of a vector of stores: run by store-vectors.test.ts.
import { createRedisCounters } from "@product-auth/redis";
import { runVectorTask } from "@product-auth/testkit";

await runVectorTask(({ url = "", prefix = "" }, time) =>
  createRedisCounters({ url, prefix, time, timeout: 20_000 }),
);
