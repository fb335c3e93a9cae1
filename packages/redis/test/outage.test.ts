import { outageContract } from "@product-auth/testkit";
import { launchRedis, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { serve } from "./support/serve.js";
import { Server } from "./support/server.js";

describe("@product-auth/redis in an outage", function () {
  this.timeout(30_000);
  let server: OwnService;
  before(async function () {
    server = await serviceFor(this, launchRedis);
  });
  after(() => server?.stop());

  let data: Server | undefined;
  outageContract({ describe, it, before, after }, "Redis", {
    open: ({ push }) => (data ??= new Server(server.url)).open("outage", { notify: push }),
    serve,
    server: () => server,
    rejectsWithin: 500, // a lost connection is known at once
  });
});
