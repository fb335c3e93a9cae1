import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { digestKey } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { openStores } from "../support/open-stores.js";
import { keysOf, linkOf, presetOf, termOf, valueOf } from "../support/visitor.js";
import { createWorld, statesOf, type User, type World } from "../support/world.js";

const PROGRAM = fileURLToPath(new URL("../programs/killed-portal.js", import.meta.url));
const TERMS = { "i-accept-the-terms-of-pro": "on" };

/** A portal over files, whose process is killed in the middle of a request. */
interface Killed {
  readonly world: World;
  readonly adele: User;
  readonly admin: User;
  /** Lets the lease of unfinished work pass. */
  readonly later: () => void;
}

describe("a process that is killed", function () {
  this.timeout(60_000);
  const folders: string[] = [];
  after(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  // The state of the stores before a write is the one after the write before it.
  forEachWrite(
    "while it subscribes",
    4,
    ({ adele }) => form(adele, "/products/single/subscribe", { name: "Test" }),
    async ({ world, adele, later }, again) => {
      later();
      const list = await adele.open("/subscriptions");
      const isMade = linkOf(list, "Test") !== "";
      expect((await again()).h1).to.equal(isMade ? "Already shown" : "Your keys");
      expect(await statesOf(world)).to.deep.equal(["active"]);
      const path = linkOf(await adele.open("/subscriptions"), "Test");
      await regenerated(world, adele, path);
      expect((await adele.open("/products/single")).text).to.include("maximum number of subscriptions");
      await adele.fill(`${path}/cancel`);
      expect((await adele.fill("/products/single/subscribe", { name: "Next" })).h1).to.equal("Your keys");
    },
  );

  forEachWrite(
    "while it submits for approval",
    3,
    ({ adele }) => form(adele, "/products/pro/subscribe", { name: "Test", ...TERMS }),
    async ({ world, adele, admin, later }, again) => {
      later();
      const isMade = linkOf(await adele.open("/subscriptions"), "Test") !== "";
      expect((await again()).h1).to.equal(isMade ? "Already shown" : "Waiting for approval");
      expect(await statesOf(world)).to.deep.equal(["submitted"]);
      await admin.fill(linkOf(await admin.open("/admin/approvals"), "Review Test"), { decision: "approve" });
      const path = linkOf(await adele.open("/subscriptions"), "Test");
      await shown(world, adele, path);
    },
  );

  forEachWrite(
    "while it approves",
    3,
    async ({ adele, admin }) => {
      await adele.fill("/products/pro/subscribe", { name: "Test", ...TERMS });
      const review = linkOf(await admin.open("/admin/approvals"), "Review Test");
      return { path: review, fields: { decision: "approve" }, user: admin };
    },
    async ({ world, adele, admin }) => {
      const review = linkOf(await admin.open("/admin/approvals"), "Review Test");
      if (review !== "") await admin.fill(review, { decision: "approve" });
      expect(await statesOf(world)).to.deep.equal(["active"]);
      await shown(world, adele, linkOf(await adele.open("/subscriptions"), "Test"));
    },
  );

  forEachWrite(
    "while it regenerates a key",
    3,
    async ({ adele }) => {
      await adele.fill("/products/single/subscribe", { name: "Test" });
      return form(adele, `${linkOf(await adele.open("/subscriptions"), "Test")}/regenerate/primary`);
    },
    async ({ world, adele }, again) => {
      expect((await again()).h1).to.be.oneOf(["Your new key", "Already shown"]);
      await regenerated(world, adele, linkOf(await adele.open("/subscriptions"), "Test"));
    },
  );

  forEachWrite(
    "while it cancels",
    2,
    async ({ adele }) => {
      await adele.fill("/products/single/subscribe", { name: "Test" });
      return form(adele, `${linkOf(await adele.open("/subscriptions"), "Test")}/cancel`);
    },
    async ({ world, adele }, again) => {
      expect((await again()).status).to.equal(303);
      expect(await statesOf(world)).to.deep.equal(["cancelled"]);
      expect(
        termOf((await adele.open(linkOf(await adele.open("/subscriptions"), "Test"))).text, "State"),
      ).to.equal("Cancelled");
      expect((await adele.fill("/products/single/subscribe", { name: "Next" })).h1).to.equal("Your keys");
    },
  );

  /** The request that the process is killed in. `user`: default Adele. */
  interface Sent {
    readonly path: string;
    readonly fields: Record<string, string>;
    readonly user: User;
  }

  function forEachWrite(
    what: string,
    writes: number,
    prepare: (killed: Killed) => Promise<Sent>,
    check: (killed: Killed, again: () => ReturnType<User["post"]>) => Promise<void>,
  ): void {
    for (let beforeWrite = 1; beforeWrite <= writes + 1; beforeWrite++)
      it(`${what}, ${beforeWrite <= writes ? `before write ${beforeWrite}` : "before it answers"}`, async () => {
        const folder = await mkdtemp(join(tmpdir(), "killed-portal-"));
        folders.push(folder);
        const before = await openWorld(folder);
        const adele = await before.world.user();
        const admin = await before.world.user({ isAdministrator: true, name: "Ada" });
        const { path, fields, user } = await prepare({ ...before, adele, admin });
        await before.close();
        const { id, cookie } = user;
        const output = await killedOutput({ folder, beforeWrite, id, cookie, path, fields });
        expect(output).to.equal(beforeWrite <= writes ? "" : "answered");
        const after = await openWorld(folder);
        const { world, later } = after;
        const as = (known: User) => world.as(known.id, known.cookie);
        await check({ world, later, adele: as(adele), admin: as(admin) }, () => as(user).post(path, fields));
        later();
        await as(admin).open("/admin/approvals");
        expect((await world.records.list("job")).records).to.deep.equal([]);
        await after.close();
      });
  }

  async function openWorld(folder: string) {
    let ahead = 0;
    const clock = () => Date.now() + ahead;
    const stores = await openStores(folder, { clock });
    const close = async () => {
      await stores.records.close();
      await stores.repository.close();
    };
    return { world: createWorld({ ...stores, clock }), later: () => void (ahead = 61_000), close };
  }

  async function killedOutput(given: object): Promise<string> {
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(given)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    expect(signal).to.equal("SIGKILL");
    return output;
  }

  async function form(user: User, path: string, fields: Record<string, string> = {}): Promise<Sent> {
    return { path, user, fields: { ...presetOf((await user.open(path)).text), ...fields } };
  }

  /** The way out of a lost answer. */
  async function regenerated({ repository }: World, user: User, path: string): Promise<void> {
    const { text } = await user.fill(`${path}/regenerate/primary`);
    const key = valueOf(text, "Primary key") ?? "";
    expect((await repository.findByKeyDigest(digestKey(key)))?.state).to.equal("active");
  }

  async function shown({ repository }: World, user: User, path: string): Promise<void> {
    const answer = await user.fill(`${path}/keys`);
    for (const key of keysOf(answer))
      expect((await repository.findByKeyDigest(digestKey(key)))?.state).to.equal("active");
  }
});
