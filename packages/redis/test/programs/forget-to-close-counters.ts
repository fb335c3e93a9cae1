// Counts, and forgets to close: run by exit.test.ts.
import { createRedisCounters } from "@product-auth/redis";

const store = createRedisCounters({ url: process.argv[2]!, prefix: "{forgotten}:", onProblem: () => {} });
const period = { period: 1_000, anchor: 0, isMadeUp: false };
await store.take([{ key: "a", kind: "sliding-window", limit: 1, amount: 0, ...period }], 0);
console.log(undefined);
