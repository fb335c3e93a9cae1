import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { administerClients, clientRegistryOver } from "@product-auth/core/clients";
import { MemoryTenant } from "@product-auth/testkit";
import { expect } from "chai";
import { databaseFor, type Database } from "./support/database.js";
import { serveProvisioning } from "./support/served-provisioning.js";

const program = fileURLToPath(new URL("./programs/register-client.js", import.meta.url));

describe("a process that is killed while it registers a client application", () => {
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  for (const held of ["ensureApplication", "ensureLink"])
    it(`after ${held}: the other process ends the registration, with one application`, async () => {
      const clock = { now: Date.now() };
      const records = await database.openRecords(`killed-${held.toLowerCase()}`, { clock: () => clock.now });
      const tenant = new MemoryTenant(() => clock.now);
      let reach: () => void;
      const reached = new Promise<void>((resolve) => (reach = resolve));
      const served = await serveProvisioning(tenant.connect(), (call) => {
        if (call === held) reach();
        return call === held;
      });
      const schema = database.schema(`killed-${held.toLowerCase()}`);
      const child = spawn(process.execPath, [program, database.url, schema, served.origin, "form-1"], {
        stdio: "inherit",
      });
      await reached;
      child.kill("SIGKILL");
      await once(child, "exit");

      const events: string[] = [];
      const clients = administerClients({
        records,
        provisioning: tenant.connect(),
        clock: () => clock.now,
        onAudit: ({ action }) => void events.push(action),
      });
      expect(await clients.resumeAll(), "the lease of the killed process has not ended").to.equal(0);
      clock.now = Date.now() + 31_000;
      expect(await clients.resumeAll()).to.equal(1);
      const { id } = (await records.list("job")).records[0]!;
      const job = (await clients.wait(id))!;
      expect(job.state).to.equal("done");
      expect(tenant.registrations).to.have.lengthOf(1);
      const client = await clientRegistryOver(records).findClient(job.clientId!);
      expect(client).to.deep.include({ state: "active", products: ["gold"], ownerId: "zoe" });
      expect(events).to.deep.equal(["register"]);
      await clients.close();
      await records.close();
      await served.close();
    });
});
