import { createProductAuth } from "@product-auth/core";
import { createRedisCounters } from "@product-auth/redis";
import { limitsInProcess, limitVectors, vectorsFolder } from "@product-auth/testkit";
import { serverFor, type Server } from "./support/server.js";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

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
