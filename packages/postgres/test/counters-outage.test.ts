import { counterOutageContract, guardedCountersContract } from "@product-auth/testkit";
import { launchPostgres, serviceFor, type PausableService } from "@product-auth/testkit/services";
import { createPostgresCounters } from "@product-auth/postgres";

const TIMEOUT = 250;

describe("counters of @product-auth/postgres in an outage", function () {
  this.timeout(30_000);
  let server: PausableService;
  before(async function () {
    server = await serviceFor(this, launchPostgres);
    const store = createPostgresCounters({ connectionString: server.url });
    await store.migrate();
    await store.close();
  });
  after(() => server?.stop());

  counterOutageContract({ describe, it, before, after }, "PostgreSQL", {
    server: () => server,
    open: async () => createPostgresCounters({ connectionString: server.url, timeout: TIMEOUT }),
    timeout: TIMEOUT,
    kind: "token-bucket",
  });

  guardedCountersContract({ describe, it, before, after }, "PostgreSQL", {
    server: () => server,
    open: async () => createPostgresCounters({ connectionString: server.url }),
    kind: "token-bucket",
  });
});
