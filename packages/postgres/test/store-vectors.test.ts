import { fileURLToPath, pathToFileURL } from "node:url";
import { storeVectors } from "@product-auth/testkit";
import { databaseFor, type Database } from "./support/database.js";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

describe("counters of several instances in PostgreSQL", function () {
  this.timeout(60_000); // several processes on a busy machine
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  storeVectors(
    { describe, it, before, after, beforeEach, afterEach },
    {
      store: "postgres",
      program: fileURLToPath(new URL("programs/run-vector.js", import.meta.url)),
      async place(id) {
        await database.openCounters(id).then((store) => store.close());
        return { url: database.url, schema: database.schema(id) };
      },
    },
    folder,
  );
});
