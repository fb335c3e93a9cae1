import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { FRAMEWORKS, startStarter, type Framework } from "./support/starters.js";

// What cannot be seen in the environment alone. The rest is tested by the starters themselves.
describe("a starter that cannot start names the variable to change", function () {
  this.timeout(20_000);
  let folder: string;
  let other: Server;
  let taken: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "starter-"));
    writeFileSync(join(folder, "subscriptions.json"), "[]");
    other = createServer();
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    taken = String((other.address() as AddressInfo).port);
  });
  after(() => {
    other.close();
    rmSync(folder, { recursive: true });
  });

  async function problemOf(framework: Framework, env: Record<string, string>): Promise<string> {
    const started = startStarter(framework, {
      AZURE_TENANT_ID: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
      AZURE_AUTHORITY_HOST: "https://login.invalid",
      STARTER_AUDIENCE: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
      PRO_AUDIENCE: "api://7b0c9e11-2222-4333-8444-955566667777",
      SUBSCRIPTIONS_FILE: join(folder, "subscriptions.json"),
      ...env,
    });
    return started.then(
      ({ kill }) => (kill("SIGKILL"), "it started"),
      ({ message }: Error) => message,
    );
  }

  for (const framework of FRAMEWORKS)
    it(`with ${framework}: HOST`, async () => {
      const problem = await problemOf(framework, { HOST: "192.0.2.1" }); // reserved for documentation: no machine has it
      expect(problem).to.match(/ended with 1: The API cannot listen with HOST=192\.0\.2\.1 /);
    });

  it("PORT, METRICS_PORT and DATABASE_URL, without its password", async () => {
    const [port, metrics, database] = await Promise.all([
      problemOf("express", { PORT: taken }),
      problemOf("express", { METRICS_PORT: taken }),
      problemOf("express", { SUBSCRIPTIONS_FILE: "", DATABASE_URL: "postgres://api:s3cret@127.0.0.1:1/api" }),
    ]);
    expect(port).to.match(/ended with 1: Port \d+ is taken/);
    expect(metrics).to.match(/ended with 1: METRICS_PORT: .*EADDRINUSE/);
    expect(database)
      .to.match(/ended with 1: DATABASE_URL: .*ECONNREFUSED/)
      .and.not.include("s3cret");
  });
});
