import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createApplicationsWorld, type ApplicationsWorld } from "../support/applications-world.js";
import { eventually } from "../support/eventually.js";
import { memoryProvisioning, type MemoryProvisioning } from "../support/memory-provisioning.js";
import { openStores } from "../support/open-stores.js";
import { serveProvisioning } from "../support/remote-provisioning.js";
import { presetOf, valueOf } from "../support/visitor.js";
import type { User } from "../support/world.js";

const PROGRAM = fileURLToPath(new URL("../programs/killed-portal.js", import.meta.url));

describe("a process that is killed while it works in Entra ID", function () {
  this.timeout(60_000);
  const folders: string[] = [];
  after(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  // Writes of records and calls of the provisioning, in their order.
  forEachCall(
    "and registers",
    8,
    async ({ adele }) => ({
      path: "/applications/new",
      fields: {
        ...presetOf((await adele.open("/applications/new")).text),
        name: "Robot",
        products: "gold",
      },
    }),
    async ({ world, adele, provisioning }, again) => {
      const answer = await again();
      expect(answer.status).to.equal(303);
      await eventually(async () => (await adele.open(answer.to ?? "")).to !== answer.to);
      await eventually(async () => (await world.administration.list()).items.length === 1);
      const [application] = (await world.administration.list()).items;
      expect(application).to.include({ displayName: "Robot", ownerId: adele.id });
      expect(
        [...provisioning.applications.values()].map(({ clientId, roles }) => [clientId, [...roles]]),
      ).to.deep.equal([[application!.id, ["gold"]]]);
      expect((await again()).to).to.equal(`/applications/${application!.id}?done=registered`);
      expect(
        (await world.records.list("audit")).records.filter(
          ({ value }) => value["action"] === "application-registered",
        ).length,
      ).to.equal(1);
    },
  );

  forEachCall(
    "and makes a secret",
    4,
    async ({ world, adele }) => {
      const path = `/applications/${await world.registered(adele)}/secrets/new`;
      return { path, fields: presetOf((await adele.open(path)).text) };
    },
    async ({ adele, provisioning }, again, path) => {
      const made = await again();
      const secrets = () => [...provisioning.applications.values()][0]!.secrets.map(({ secret }) => secret);
      if (made.h1 === "Your client secret") {
        // What the killed process made is gone.
        expect(secrets()).to.deep.equal([valueOf(made.text, "Client secret")]);
      } else expect(made.h1).to.equal("Already shown");
      const second = await adele.fill(path);
      expect(secrets()).to.include(valueOf(second.text, "Client secret"));
      expect(secrets().length).to.equal(2);
      expect((await adele.open(path)).text).to.include("at most two client secrets");
    },
  );

  interface Sent {
    readonly path: string;
    readonly fields: Record<string, string>;
  }

  interface Killed {
    readonly world: ApplicationsWorld;
    readonly adele: User;
    readonly provisioning: MemoryProvisioning;
  }

  function forEachCall(
    what: string,
    calls: number,
    prepare: (killed: Killed) => Promise<Sent>,
    check: (killed: Killed, again: () => ReturnType<User["post"]>, path: string) => Promise<void>,
  ): void {
    for (let beforeWrite = 1; beforeWrite <= calls + 1; beforeWrite++)
      it(`${what}, ${beforeWrite <= calls ? `before call ${beforeWrite}` : "before it answers"}`, async () => {
        const folder = await mkdtemp(join(tmpdir(), "killed-applications-"));
        folders.push(folder);
        const provisioning = memoryProvisioning();
        const served = await serveProvisioning(provisioning);
        const before = await openWorld(folder, provisioning);
        const adele = await before.world.user();
        const sent = await prepare({ world: before.world, adele, provisioning });
        await before.close();
        const { id, cookie } = adele;
        const given = { folder, beforeWrite, id, cookie, provisioning: served.url, ...sent };
        expect(await outputOf(given)).to.equal(beforeWrite <= calls ? "" : "answered");
        const after = await openWorld(folder, provisioning, 31_000);
        const known = after.world.as(id, cookie);
        await check(
          { world: after.world, adele: known, provisioning },
          () => known.post(sent.path, sent.fields),
          sent.path,
        );
        served.close();
        await after.close();
      });
  }

  /** `ahead`: milliseconds by which the clock is later than that of the process that is killed. */
  async function openWorld(folder: string, provisioning: MemoryProvisioning, ahead = 0) {
    const clock = () => Date.now() + ahead;
    const { records, repository } = await openStores(folder, { clock });
    const world = createApplicationsWorld({ records, provisioning, clock });
    const close = async () => {
      await world.portal.close();
      await world.administration.close();
      await records.close();
      await repository.close();
    };
    return { world, close };
  }

  async function outputOf(given: object): Promise<string> {
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(given)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    const [, signal] = (await once(child, "close")) as [number | null, string | null];
    expect(signal).to.equal("SIGKILL");
    return output;
  }
});
