import { fileURLToPath } from "node:url";
import { storeFaultVectors, storeVectors, vectorsFolder } from "@product-auth/testkit";
import { launchRedis, serviceFor, type PausableService } from "@product-auth/testkit/services";
import { serverFor, type Server } from "./support/server.js";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);
const runner = { describe, it, before, after, beforeEach, afterEach };
const program = fileURLToPath(new URL("programs/run-vector.js", import.meta.url));

describe("counters of several instances in Redis", function () {
  this.timeout(60_000); // several processes on a busy machine
  let server: Server;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  storeVectors(
    runner,
    {
      store: "redis",
      program,
      place: async (id) => ({ url: server.url, prefix: server.prefix(id) }),
    },
    folder,
  );
});

describe("counters of several instances in Redis that fails", function () {
  this.timeout(60_000); // several processes on a busy machine, and a server that is down for 5 s
  let server: PausableService;
  before(async function () {
    server = await serviceFor(this, launchRedis);
  });
  after(() => server?.stop());

  storeFaultVectors(
    runner,
    {
      store: "redis",
      program,
      place: async (id) => ({ url: server.url, prefix: `{${id}}:` }),
      server: () => server,
    },
    folder,
  );
});
