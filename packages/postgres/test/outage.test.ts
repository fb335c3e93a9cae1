import { outageContract } from "@product-auth/testkit";
import { launchPostgres, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { Database } from "./support/database.js";
import { serve } from "./support/serve.js";

describe("@product-auth/postgres in an outage", function () {
  this.timeout(30_000);
  let server: OwnService;
  before(async function () {
    server = await serviceFor(this, launchPostgres);
  });
  after(() => server?.stop());

  let database: Database | undefined;
  outageContract({ describe, it, before, after }, "PostgreSQL", {
    open: ({ push }) => (database ??= new Database(server.url)).open("outage", { notify: push }),
    serve,
    server: () => server,
    rejectsWithin: 2_500,
  });
});
