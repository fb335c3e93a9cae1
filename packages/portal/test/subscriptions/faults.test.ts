import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PORTAL_CHANNEL, type PortalMessage } from "@product-auth/portal";
import { expect } from "chai";
import { openStores } from "../support/open-stores.js";
import { linkOf, presetOf, type Shown } from "../support/visitor.js";
import { createWorld, statesOf, type World } from "../support/world.js";

const FULL = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
const ACTS = ["subscribe", "regenerate", "approve", "show keys", "cancel", "rename"] as const;

describe("stores that reject writes", () => {
  for (const store of ["records", "subscriptions"] as const)
    for (const act of ACTS)
      it(`${act}, ${store} on a full disk: 503 with a reference, and no secret`, async () => {
        const world = createWorld();
        const { send, states } = await prepare(world, act);
        const mend = fail(world, store);
        const answer = await send();
        expectUnavailable(answer);
        expect(answer.text).not.to.include("pask_").and.not.include("ENOSPC");
        mend();
        expect(await statesOf(world)).to.deep.equal(states[store]);
        // The same form does its work as soon as the store takes writes again.
        const again = await send();
        expect([200, 303]).to.include(again.status);
        expect(again.h1).not.to.equal("Already shown");
      });

  it("records that fail at the last write of a subscribe: nothing is made", async () => {
    const world = createWorld();
    const { send } = await prepare(world, "subscribe");
    const insert = world.repository.replace.bind(world.repository);
    let mend = () => {};
    world.repository.replace = async (subscription) => {
      await insert(subscription);
      mend = fail(world, "records");
    };
    const answer = await send();
    expectUnavailable(answer);
    expect(answer.text).not.to.include("pask_");
    mend();
    world.repository.replace = insert;
    expect(await statesOf(world)).to.deep.equal([]);
  });

  it("records that fail after a key was replaced: the key is shown, and operators get the problem", async () => {
    const world = createWorld();
    const { send } = await prepare(world, "regenerate");
    const replace = world.repository.replace.bind(world.repository);
    world.repository.replace = async (subscription) => {
      await replace(subscription);
      fail(world, "records");
    };
    const messages: PortalMessage[] = [];
    const note = (message: unknown) => void messages.push(message as PortalMessage);
    subscribe(PORTAL_CHANNEL, note);
    const answer = await send();
    unsubscribe(PORTAL_CHANNEL, note);
    expect([answer.status, answer.h1]).to.deep.equal([200, "Your new key"]);
    expect(messages.map(({ kind }) => kind)).to.deep.equal(["problem", "audit"]);
  });

  it("a process that is slower than its lease grants nothing that another one has settled", async () => {
    let ahead = 0;
    const clock = () => Date.now() + ahead;
    const world = createWorld({ clock });
    const { send, adele } = await prepare(world, "subscribe");
    const insert = world.repository.insert.bind(world.repository);
    world.repository.insert = async (subscription) => {
      await insert(subscription);
      ahead = 61_000;
      expect((await adele?.open("/subscriptions"))?.text).to.include("No subscriptions to display");
    };
    expectUnavailable(await send());
    expect(await statesOf(world)).to.deep.equal([]);
    world.repository.insert = insert;
    expect((await send()).h1).to.equal("Your keys");
  });

  for (const [file, content] of [
    ["records.json", '{"version":1,"records":[{"kind":"user"'],
    ["subscriptions.json", "[]"],
  ] as const)
    it(`a corrupt ${file}: 503 with a reference, nothing is made, and it goes on when the file is mended`, async () => {
      const folder = await mkdtemp(join(tmpdir(), "portal-corrupt-"));
      let ahead = 0;
      const clock = () => Date.now() + ahead;
      const stores = await openStores(folder, { clock, onProblem: () => undefined });
      const world = createWorld({ ...stores, clock });
      const adele = await world.user();
      const { send } = await prepare(world, "subscribe");
      const path = join(folder, file);
      const sound = await readFile(path);
      await writeFile(path, content);
      expectUnavailable(await send());
      // The content that was read before counts as known for five minutes.
      ahead = 301_000;
      expectUnavailable(await adele.open("/subscriptions"));
      ahead = 0;
      await writeFile(path, sound);
      expect((await send()).h1).to.equal("Your keys");
      expect(await statesOf(world)).to.deep.equal(["active"]);
      await Promise.all([stores.records.close(), stores.repository.close()]);
      await rm(folder, { recursive: true });
    });

  async function prepare(world: World, act: (typeof ACTS)[number]) {
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true })];
    if (act === "approve") {
      await adele.fill("/products/pro/subscribe", { name: "Test", "i-accept-the-terms-of-pro": "on" });
      const path = linkOf(await admin.open("/admin/approvals"), "Review Test");
      return {
        send: () => admin.post(path, { decision: "approve" }),
        states: { records: ["submitted"], subscriptions: ["submitted"] },
      };
    }
    if (act === "show keys") {
      await adele.fill("/products/pro/subscribe", { name: "Test", "i-accept-the-terms-of-pro": "on" });
      await admin.fill(linkOf(await admin.open("/admin/approvals"), "Review Test"), { decision: "approve" });
      const path = `${linkOf(await adele.open("/subscriptions"), "Test")}/keys`;
      return { send: () => adele.post(path, {}), states: { records: ["active"], subscriptions: ["active"] } };
    }
    if (act === "subscribe") {
      const preset = presetOf((await adele.open("/products/starter/subscribe")).text);
      return {
        send: () => adele.post("/products/starter/subscribe", { ...preset, name: "Test" }),
        states: { records: [], subscriptions: [] },
        adele,
      };
    }
    await adele.fill("/products/starter/subscribe", { name: "Test" });
    const own = linkOf(await adele.open("/subscriptions"), "Test");
    const path = { regenerate: `${own}/regenerate/primary`, cancel: `${own}/cancel`, rename: own }[act];
    const preset = presetOf((await adele.open(path)).text);
    return {
      send: () => adele.post(path, { ...preset, name: "Other" }),
      // What is cut off is cut off first.
      states: { records: [act === "cancel" ? "cancelled" : "active"], subscriptions: ["active"] },
    };
  }

  /** Makes every write of a store fail. Returns what mends it. */
  function fail({ records, repository }: World, store: "records" | "subscriptions"): () => void {
    const reject = () => Promise.reject(FULL);
    if (store === "records") {
      const write = records.write.bind(records);
      records.write = reject;
      return () => void (records.write = write);
    }
    const { insert, replace } = repository;
    const [kept, keptReplace] = [insert.bind(repository), replace.bind(repository)];
    repository.insert = reject;
    repository.replace = reject;
    return () => {
      repository.insert = kept;
      repository.replace = keptReplace;
    };
  }

  function expectUnavailable({ status, h1, text, headers }: Shown): void {
    expect([status, h1]).to.deep.equal([503, "Not available"]);
    expect(text).to.match(/Reference <code>[\w-]{36}<\/code>/);
    expect(headers.get("retry-after")).to.equal("30");
  }
});
