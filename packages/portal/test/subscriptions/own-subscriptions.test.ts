import { digestKey } from "@product-auth/core/subscriptions";
import { consoleIdFor } from "#src/console-keys/console-subscription.js";
import { expect } from "chai";
import { describeOnEach } from "../support/open-server.js";
import { keysOf, linkOf, presetOf, termOf, valueOf, type Visitor } from "../support/visitor.js";
import { createWorld, statesOf } from "../support/world.js";

const HOUR = 3_600_000;

describeOnEach("a user's subscriptions", (framework) => {
  const subscribed = async (visitor: Visitor, name = "Test", product = "starter") => {
    const keys = keysOf(await visitor.fill(`/products/${product}/subscribe`, { name }));
    return { keys, path: linkOf(await visitor.open("/subscriptions"), name) };
  };

  it("rename", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const { path } = await subscribed(adele);
    const renamed = await adele.fill(path, { name: "Production" });
    expect([renamed.status, renamed.to]).to.deep.equal([303, `${path}?done=renamed`]);
    const page = await adele.open(renamed.to ?? "");
    expect(page.h1).to.equal("Production");
    expect(page.text).to.include('role="status">The name was changed.');
    const refused = await adele.fill(path, { name: "" });
    expect([refused.status, refused.h1]).to.deep.equal([400, "Production"]);
    expect(refused.text).to.include('<a href="#name">Enter a name.</a>');
  });

  it("regenerate: the new key once, the old one until its end", async () => {
    let now = Date.UTC(2026, 10, 29);
    const world = createWorld({ framework, clock: () => now });
    const adele = await world.user();
    const { keys, path } = await subscribed(adele);
    const form = await adele.open(`${path}/regenerate/primary`);
    expect([form.h1, valueOf(form.text, "At once")]).to.deep.equal(["Regenerate primary key", "at-once"]);
    const fields = { ...presetOf(form.text), "the-old-key-ends": "in-1-hour" };
    const made = await adele.post(`${path}/regenerate/primary`, fields);
    expect([made.status, made.h1]).to.deep.equal([200, "Your new key"]);
    const key = valueOf(made.text, "Primary key") ?? "";
    expect(await stateOfKey(world, key)).to.deep.equal(["active", undefined]);
    expect(await stateOfKey(world, keys[0])).to.deep.equal(["active", now + HOUR]);
    expect(await stateOfKey(world, keys[1])).to.deep.equal(["active", undefined]);
    const again = await adele.post(`${path}/regenerate/primary`, fields);
    expect(again.h1).to.equal("Already shown");
    expect(await stateOfKey(world, key)).to.deep.equal(["active", undefined]);
    expect(termOf((await adele.open(path)).text, "Old primary key")).to.match(
      /refused from 2026-11-29 01:00 UTC/,
    );
    now += HOUR;
    expect(termOf((await adele.open(path)).text, "Old primary key")).to.equal(undefined);
  });

  it("regenerate at once, the secondary key", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const { keys, path } = await subscribed(adele);
    const made = await adele.fill(`${path}/regenerate/secondary`);
    const key = valueOf(made.text, "Secondary key") ?? "";
    expect(await stateOfKey(world, key)).to.deep.equal(["active", undefined]);
    expect(await stateOfKey(world, keys[1])).to.deep.equal([undefined, undefined]);
  });

  for (const value of ["never", "", "__proto__"])
    it(`400 for the old key's end ${JSON.stringify(value)}`, async () => {
      const world = createWorld({ framework });
      const adele = await world.user();
      const { path } = await subscribed(adele);
      const refused = await adele.fill(`${path}/regenerate/primary`, { "the-old-key-ends": value });
      expect(refused.status).to.equal(400);
      expect(refused.text).to.include("Choose when the old key ends.");
    });

  it("cancel, and the keys of the console go with it", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const { keys, path } = await subscribed(adele);
    const [own] = (await world.repository.list()).items;
    const endDate = Date.now() + 900_000;
    const keysOfConsole = [{ ...own!.keys[0]!, digest: digestKey("console") }];
    const id = consoleIdFor(own!.id);
    await world.repository.insert({ ...own!, id, version: 1, endDate, keys: keysOfConsole });
    expect((await adele.open(`/subscriptions/${id}`)).status).to.equal(404);
    expect((await adele.open("/subscriptions")).text).not.to.include(id);
    const cancelled = await adele.fill(`${path}/cancel`);
    expect([cancelled.status, cancelled.to]).to.deep.equal([303, `${path}?done=cancelled`]);
    expect(await statesOf(world)).to.deep.equal(["cancelled"]);
    expect(await stateOfKey(world, keys[0])).to.deep.equal(["cancelled", undefined]);
    const page = await adele.open(path);
    expect(termOf(page.text, "State")).to.equal("Cancelled");
    expect(page.text).not.to.include("Regenerate");
    for (const act of ["cancel", "regenerate/primary"])
      expect((await adele.open(`${path}/${act}`)).to).to.equal(path);
  });

  it("all are reachable by paging, 50 on a page", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    for (let i = 0; i < 120; i++)
      await world.repository.insert({
        id: `s-${String(i).padStart(3, "0")}`,
        scope: "/products/unlimited",
        state: "cancelled",
        ownerId: adele.id,
        createdDate: i,
        keys: [],
        version: 1,
      });
    const found = new Set<string>();
    let pages = 0;
    for (let path = "/subscriptions"; path !== ""; pages++) {
      const page = await adele.open(path);
      for (const [, id = ""] of page.text.matchAll(/href="\/developer\/subscriptions\/(s-\d+)"/g))
        found.add(id);
      path = linkOf(page, "More subscriptions");
    }
    expect([found.size, pages]).to.deep.equal([120, 3]);
  });

  it("another user's, an unknown one and one that is odd are the same 404, by every address", async () => {
    const world = createWorld({ framework });
    const [adele, eve] = [await world.user(), await world.user({ name: "Eve" })];
    const { path } = await subscribed(adele);
    const pages = [
      "",
      "/keys",
      "/cancel",
      "/regenerate/primary",
      "/regenerate/secondary",
      "/regenerate/other",
    ];
    const answers = await Promise.all(
      [path, "/subscriptions/none", `/subscriptions/${"x".repeat(300)}`, "/subscriptions/%00"].flatMap(
        (one) =>
          pages.flatMap((page) => [
            eve.open(one + page),
            eve.post(one + page, {
              form: "A".repeat(43),
              name: "Mine",
              "the-old-key-ends": "at-once",
              owner: adele.id,
            }),
          ]),
      ),
    );
    const shown = answers
      // The last one has no POST for a slot that does not exist, and no page either.
      .map(({ status, text }) => `${status} ${text.replace(/<code>[^<]*<\/code>/, "")}`);
    expect(new Set(shown).size).to.equal(1);
    expect(shown[0]).to.match(/^404 /);
    expect((await adele.open(path)).h1).to.equal("Test");
    expect(await statesOf(world)).to.deep.equal(["active"]);
  });

  it("stored script is text everywhere", async () => {
    const world = createWorld({ framework });
    const script = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
    const admin = await world.user({ isAdministrator: true, name: script });
    const adele = await world.user({ name: script });
    await adele.fill("/products/pro/subscribe", { name: script, "i-accept-the-terms-of-pro": "on" });
    const { id } = (await world.repository.list()).items[0]!;
    const pages = [await admin.open("/admin/approvals"), await admin.open(`/admin/approvals/${id}`)];
    await admin.fill(`/admin/approvals/${id}`, { decision: "reject", comment: script });
    for (const path of ["/subscriptions", `/subscriptions/${id}`, "/activity"])
      pages.push(await adele.open(path));
    pages.push(await admin.open("/admin/audit"));
    for (const { status, text } of pages) {
      expect(status).to.equal(200);
      expect(text).to.include("&lt;script&gt;").and.not.include("<script>alert").and.not.include("<img");
    }
  });

  const stateOfKey = async (world: ReturnType<typeof createWorld>, key: string) => {
    const found = await world.repository.findByKeyDigest(digestKey(key));
    return [found?.state, found?.keyEndsAt];
  };
});
