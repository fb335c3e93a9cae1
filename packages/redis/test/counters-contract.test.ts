import { counterStoreContract } from "@product-auth/testkit";
import { createRedisCounters } from "@product-auth/redis";
import { serverFor, type Server } from "./support/server.js";

describe("@product-auth/redis", () => {
  let server: Server;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  counterStoreContract({ describe, it, before, after }, "Redis", {
    open: async (name, time) =>
      createRedisCounters({
        url: server.url,
        prefix: server.prefix(`counters-${name}`),
        time,
        timeout: 10_000,
      }),
    calls: 3_400, // of each kind: 10,000 together
  });
});
