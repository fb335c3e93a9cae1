import { pathToFileURL } from "node:url";
import { createProductAuth } from "@product-auth/core";
import { createRedisCounters } from "@product-auth/redis";
import { limitsInProcess, limitVectors } from "@product-auth/testkit";
import { serverFor, type Server } from "./support/server.js";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

describe("limits counted in Redis", () => {
  let server: Server;
  let vectors = 0;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  const runner = { describe, it, before, after, beforeEach, afterEach };
  limitVectors(runner, "in process, Redis", limitsInProcess(createProductAuth), folder, {
    more: () => ({
      store: createRedisCounters({
        url: server.url,
        prefix: server.prefix(`vector-${++vectors}`),
        time: "caller",
      }),
      timeout: 5_000,
    }),
  });
});
