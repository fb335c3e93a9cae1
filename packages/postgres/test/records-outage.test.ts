import { createPostgresRecords } from "@product-auth/postgres";
import { recordOutageContract } from "@product-auth/testkit";
import { launchPostgres, serviceFor, type PausableService } from "@product-auth/testkit/services";

const TIMEOUT = 500;

describe("records of @product-auth/postgres in an outage", function () {
  this.timeout(30_000);
  let server: PausableService;
  before(async function () {
    server = await serviceFor(this, launchPostgres);
    const records = createPostgresRecords({ connectionString: server.url });
    await records.migrate();
    await records.close();
  });
  after(() => server?.stop());

  recordOutageContract({ describe, it, before, after }, "PostgreSQL", {
    server: () => server,
    open: async () => createPostgresRecords({ connectionString: server.url, timeout: TIMEOUT }),
    timeout: TIMEOUT,
  });
});
