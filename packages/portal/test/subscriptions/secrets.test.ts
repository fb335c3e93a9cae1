import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { PORTAL_CHANNEL } from "@product-auth/portal";
import { expect } from "chai";
import { openStores } from "../support/open-stores.js";
import { keysOf, linkOf, valueOf, type Shown } from "../support/visitor.js";
import { createWorld } from "../support/world.js";

describe("keys", () => {
  it("are in one answer only: in no file, no event and on no other page", async () => {
    const folder = await mkdtemp(join(tmpdir(), "portal-secrets-"));
    const stores = await openStores(folder);
    const messages: unknown[] = [];
    const note = (message: unknown) => void messages.push(message);
    subscribe(PORTAL_CHANNEL, note);
    const world = createWorld(stores);
    const [adele, admin] = [await world.user(), await world.user({ isAdministrator: true })];
    const secrets: string[] = [];
    const pages: Shown[] = [];
    const shown = (answer: Shown, labels: readonly string[]) => {
      expect([answer.status, answer.headers.get("cache-control")]).to.deep.equal([200, "no-store"]);
      const found = labels.map((label) => valueOf(answer.text, label) ?? "");
      for (const secret of found) expect(secret).to.match(/^pask_/);
      secrets.push(...found);
    };
    const BOTH = ["Primary key", "Secondary key"];

    shown(await adele.fill("/products/starter/subscribe", { name: "Test" }), BOTH);
    const test = linkOf(await adele.open("/subscriptions"), "Test");
    shown(await adele.fill(`${test}/regenerate/primary`, { "the-old-key-ends": "in-7-days" }), [
      "Primary key",
    ]);
    shown(await adele.fill(`${test}/regenerate/secondary`), ["Secondary key"]);
    await adele.fill("/products/pro/subscribe", { name: "Live", "i-accept-the-terms-of-pro": "on" });
    await admin.fill(linkOf(await admin.open("/admin/approvals"), "Review Live"), { decision: "approve" });
    const live = linkOf(await adele.open("/subscriptions"), "Live");
    const claimed = await adele.fill(`${live}/keys`);
    shown(claimed, BOTH);
    expect(new Set(secrets).size).to.equal(6);
    expect(keysOf(claimed)).to.deep.equal(secrets.slice(4));

    for (const path of ["/subscriptions", test, live, `${live}/keys`, "/activity", "/products/starter"])
      pages.push(await adele.open(path));
    for (const path of ["/admin/approvals", "/admin/audit"]) pages.push(await admin.open(path));
    pages.push(await adele.post(`${live}/keys`, {}));
    unsubscribe(PORTAL_CHANNEL, note);
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
    );
    const everything = [
      ...files,
      JSON.stringify(messages),
      JSON.stringify(world.events),
      ...pages.map(({ text }) => text),
    ];
    expect(everything.join("")).to.include("Test").and.include("key-regenerated");
    for (const secret of secrets) for (const text of everything) expect(text).not.to.include(secret);
    await Promise.all([stores.records.close(), stores.repository.close()]);
    await rm(folder, { recursive: true });
  });
});
