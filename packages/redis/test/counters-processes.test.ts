import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { serverFor, type Server } from "./support/server.js";

const program = fileURLToPath(new URL("./programs/take-many.js", import.meta.url));
const run = promisify(execFile);

describe("counters of several processes", function () {
  this.timeout(30_000);
  let server: Server;
  before(async function () {
    server = await serverFor(this);
  });
  after(() => server?.clear());

  for (const kind of ["sliding-window", "token-bucket", "fixed-window"])
    it(`${kind}: 4 processes, 500 calls each, 50 at once, limit 100: exactly 100 are admitted`, async () => {
      // A token bucket gives back a call after 36 s, the others after an hour.
      const args = [program, server.url, server.prefix(`processes-${kind}`), kind, "500"];
      const outputs = await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, args)));
      const admitted = outputs.map(({ stdout }) => Number(stdout));
      expect(
        admitted.reduce((sum, one) => sum + one, 0),
        admitted.join(" + "),
      ).to.equal(100);
    });
});
