// Takes from one counter, many calls at once, and writes how many were admitted: run by counters-processes.test.ts.
import type { Counter } from "@product-auth/core/counters";
import { createRedisCounters } from "@product-auth/redis";

const [url = "", prefix = "", kind = "", calls = ""] = process.argv.slice(2);
const AT_ONCE = 50;

const store = createRedisCounters({ url, prefix, timeout: 20_000 });
const counter: Counter = {
  key: "shared",
  kind: kind as Counter["kind"],
  limit: 100,
  amount: 1,
  period: 3_600_000,
  anchor: Date.UTC(2020, 0, 1),
  isMadeUp: false,
};
let admitted = 0;
for (let left = Number(calls); left > 0; left -= AT_ONCE) {
  const taking = Array.from({ length: AT_ONCE }, () => store.take([counter], Date.now()));
  for (const taken of await Promise.all(taking)) if ("used" in taken) admitted++;
}
await store.close();
console.log(admitted);
