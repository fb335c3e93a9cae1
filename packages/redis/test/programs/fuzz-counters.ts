// `npm run fuzz -- limits`, for Redis.
import { fileURLToPath } from "node:url";
import { createRedisCounters } from "@product-auth/redis";
import { fuzzCounters } from "@product-auth/testkit";
import { startRedis } from "@product-auth/testkit/services";

const takeMany = fileURLToPath(new URL("take-many.js", import.meta.url));

process.exitCode = await fuzzCounters(async () => {
  const { url } = await startRedis();
  const prefix = (name: string) => `{fuzz-${process.pid}-${name}}:`;
  return {
    name: "Redis",
    kinds: ["sliding-window", "token-bucket", "fixed-window"],
    open: async () => createRedisCounters({ url, prefix: prefix("calls"), time: "caller", timeout: 20_000 }),
    program: async (kind, run) => [takeMany, url, prefix(`${kind}-${run}`), kind, "500"],
  };
}, console);
