import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { databaseFor, type Database } from "./support/database.js";

const program = fileURLToPath(new URL("./programs/take-many.js", import.meta.url));
const run = promisify(execFile);

describe("counters of several processes", function () {
  this.timeout(30_000);
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  for (const kind of ["token-bucket", "fixed-window"])
    it(`${kind}: 4 processes, 500 calls each, 50 at once, limit 100: exactly 100 are admitted`, async () => {
      // A token bucket gives back a call after 36 s, a fixed window after an hour.
      const args = [program, database.url, database.schema(kind), kind, "500"];
      await database.openCounters(kind).then((store) => store.close());
      const outputs = await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, args)));
      const admitted = outputs.map(({ stdout }) => Number(stdout));
      expect(
        admitted.reduce((sum, one) => sum + one, 0),
        admitted.join(" + "),
      ).to.equal(100);
    });
});
