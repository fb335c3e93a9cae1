import { revocationContract, storeContract } from "@product-auth/testkit";
import { serve } from "./support/serve.js";
import { serverFor, type Server } from "./support/server.js";

describe("@product-auth/redis", () => {
  let server: Server;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  const runner = { describe, it, before, after };
  storeContract(runner, "Redis", { open: (name) => server.open(name), pushWithin: 1_000 });
  revocationContract(runner, "Redis", {
    open: ({ push }) => server.open(push ? "pushed" : "silent", { notify: push }),
    serve,
  });
});
