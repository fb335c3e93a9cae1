import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { serviceFor, startPostgres } from "@product-auth/testkit/services";
import { expect } from "chai";
import { createApplicationsWorld } from "../support/applications-world.js";
import { eventually } from "../support/eventually.js";
import { memoryProvisioning } from "../support/memory-provisioning.js";
import { openSharedStores } from "../support/open-stores.js";
import { serveProvisioning } from "../support/remote-provisioning.js";
import { linkOf, presetOf } from "../support/visitor.js";

const PROGRAM = fileURLToPath(new URL("../programs/killed-portal.js", import.meta.url));

describe("applications of two instances over one PostgreSQL", function () {
  this.timeout(60_000);
  let postgres: { readonly connectionString: string; readonly schema: string };
  const stores: Awaited<ReturnType<typeof openSharedStores>>[] = [];

  before(async function () {
    const { url: connectionString } = await serviceFor(this, startPostgres);
    postgres = { connectionString, schema: `portal_apps_${process.pid}` };
    stores.push(await openSharedStores(postgres), await openSharedStores(postgres));
  });
  after(async () => {
    for (const { records, repository } of stores) await Promise.all([records.close(), repository.close()]);
  });

  // The fifth call creates the application in Entra ID; the sixth writes its id down.
  for (const beforeWrite of [5, 6])
    for (const how of ["at its start", "when it looks"] as const)
      it(`one is killed before call ${beforeWrite} of a registration: the other finishes it ${how}, as one application`, async () => {
        const provisioning = memoryProvisioning();
        const served = await serveProvisioning(provisioning);
        let ahead = 0;
        const clock = () => Date.now() + ahead;
        const { records } = stores[1]!;
        const open = (withUpkeep: boolean) =>
          createApplicationsWorld({ records, provisioning, clock, withUpkeep });
        const other = open(false);
        const adele = await other.user();
        const { id, cookie } = adele;
        const fields = {
          ...presetOf((await adele.open("/applications/new")).text),
          name: "Robot",
          products: "gold",
        };
        const path = "/applications/new";
        const given = { folder: "", postgres, beforeWrite, id, cookie, path, fields };
        await killed({ ...given, provisioning: served.url });
        expect((await other.administration.list({ ownerId: id })).items).to.deep.equal([]);
        expect(linkOf(await adele.open("/applications"), "Registering Robot")).not.to.equal("");
        ahead = 31_000;
        const started = how === "at its start" ? open(true) : other;
        if (how === "when it looks") await adele.open("/applications");
        await eventually(async () => (await other.administration.list({ ownerId: id })).items.length === 1);
        const [application] = (await other.administration.list({ ownerId: id })).items;
        expect([...provisioning.applications.keys()]).to.deep.equal([application!.id]);
        expect((await adele.post(path, fields)).to).to.equal(
          `/applications/${application!.id}?done=registered`,
        );
        served.close();
        for (const world of new Set([other, started])) {
          await world.portal.close();
          await world.administration.close();
        }
      });

  async function killed(given: object): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(given)], { stdio: "ignore" });
    const [, signal] = (await once(child, "close")) as [number | null, string | null];
    expect(signal).to.equal("SIGKILL");
  }
});
