import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { serviceFor, startPostgres, type Service } from "@product-auth/testkit/services";
import { expect } from "chai";

const PROGRAMS = {
  subscriptions: "forget-to-close",
  counters: "forget-to-close-counters",
  records: "forget-to-close-records",
};

describe("a process that forgets close()", () => {
  let server: Service;
  before(async function () {
    server = await serviceFor(this, startPostgres);
  });

  for (const [store, name] of Object.entries(PROGRAMS))
    it(`${store}: ends all the same: no connection and no timer keeps it alive`, async () => {
      const program = fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url));
      const child = spawn(process.execPath, [program, server.url], {
        stdio: ["ignore", "pipe", "pipe"],
        timeout: 8_000,
        killSignal: "SIGKILL",
      });
      let saidAt = 0;
      child.stdout.on("data", () => (saidAt = Date.now()));
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
      const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      expect({ stdout: stdout.trim(), stderr, code }).to.deep.equal({
        stdout: "undefined",
        stderr: "",
        code: 0,
      });
      expect(Date.now() - saidAt, "milliseconds").to.be.below(2_000);
    });
});
