import { fileURLToPath } from "node:url";
import { createPostgresCounters } from "@product-auth/postgres";
import { storeFaultVectors, storeVectors, vectorsFolder } from "@product-auth/testkit";
import { launchPostgres, serviceFor, type PausableService } from "@product-auth/testkit/services";
import { databaseFor, type Database } from "./support/database.js";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);
const runner = { describe, it, before, after, beforeEach, afterEach };
const program = fileURLToPath(new URL("programs/run-vector.js", import.meta.url));

describe("counters of several instances in PostgreSQL", function () {
  this.timeout(60_000); // several processes on a busy machine
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  storeVectors(
    runner,
    {
      store: "postgres",
      program,
      async place(id) {
        await database.openCounters(id).then((store) => store.close());
        return { url: database.url, schema: database.schema(id) };
      },
    },
    folder,
  );
});

describe("counters of several instances in PostgreSQL that fails", function () {
  this.timeout(60_000); // several processes on a busy machine, and a server that is down for 5 s
  let server: PausableService;
  before(async function () {
    server = await serviceFor(this, launchPostgres);
  });
  after(() => server?.stop());

  storeFaultVectors(
    runner,
    {
      store: "postgres",
      program,
      async place(id) {
        const schema = id.replaceAll("-", "_");
        const store = createPostgresCounters({ connectionString: server.url, schema });
        await store.migrate();
        await store.close();
        return { url: server.url, schema };
      },
      server: () => server,
    },
    folder,
  );
});
