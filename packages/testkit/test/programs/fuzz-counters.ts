// `npm run fuzz -- limits`, for the counters in memory.
import { MemoryCounterStore } from "@product-auth/core/counters";
import { fuzzCounters } from "@product-auth/testkit";

process.exitCode = await fuzzCounters(
  async () => ({
    name: "memory",
    kinds: ["sliding-window", "token-bucket", "fixed-window"],
    open: async () => new MemoryCounterStore(),
  }),
  console,
);
