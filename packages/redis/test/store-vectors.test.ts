import { fileURLToPath, pathToFileURL } from "node:url";
import { storeVectors } from "@product-auth/testkit";
import { serverFor, type Server } from "./support/server.js";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

describe("counters of several instances in Redis", function () {
  this.timeout(60_000); // several processes on a busy machine
  let server: Server;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  storeVectors(
    { describe, it, before, after, beforeEach, afterEach },
    {
      store: "redis",
      program: fileURLToPath(new URL("programs/run-vector.js", import.meta.url)),
      place: async (id) => ({ url: server.url, prefix: server.prefix(id) }),
    },
    folder,
  );
});
