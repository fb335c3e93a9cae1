import { counterOutageContract, guardedCountersContract } from "@product-auth/testkit";
import { launchRedis, serviceFor, type PausableService } from "@product-auth/testkit/services";
import { createRedisCounters } from "@product-auth/redis";

const TIMEOUT = 250;

describe("counters of @product-auth/redis in an outage", function () {
  this.timeout(30_000);
  let server: PausableService;
  before(async function () {
    server = await serviceFor(this, launchRedis);
  });
  after(() => server?.stop());

  counterOutageContract({ describe, it, before, after }, "Redis", {
    server: () => server,
    open: async () => createRedisCounters({ url: server.url, timeout: TIMEOUT }),
    timeout: TIMEOUT,
    kind: "sliding-window",
  });

  guardedCountersContract({ describe, it, before, after }, "Redis", {
    server: () => server,
    open: async () => createRedisCounters({ url: server.url }),
    kind: "sliding-window",
  });
});
