import { fileURLToPath, pathToFileURL } from "node:url";
import { storeVectors } from "@product-auth/testkit";

const runner = { describe, it, before, after, beforeEach, afterEach };
// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

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
