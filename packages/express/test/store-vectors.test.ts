import { fileURLToPath } from "node:url";
import { storeVectors, vectorsFolder } from "@product-auth/testkit";

const runner = { describe, it, before, after, beforeEach, afterEach };
const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

describe("counters of several instances in memory", function () {
  this.timeout(60_000); // several processes on a busy machine
  storeVectors(
    runner,
    {
      store: "memory",
      program: fileURLToPath(new URL("programs/run-vector.js", import.meta.url)),
      place: async () => ({}),
    },
    folder,
  );
});
