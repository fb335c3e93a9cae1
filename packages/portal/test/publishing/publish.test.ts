import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { EditionConflictError } from "@product-auth/portal";
import { expect } from "chai";
import { createWorld, type World } from "../support/world.js";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';

describe("publishing", () => {
  let folder: string;
  let path: string;
  const write = (settings: object) => writeFile(path, JSON.stringify(settings));
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "publish-"));
    path = join(folder, "settings.json");
    await writeFile(join(folder, "logo.svg"), SVG);
  });
  after(() => rm(folder, { recursive: true }));

  const titleOf = async ({ guest }: World) => (await guest.open("/")).h1;

  for (const framework of ["express", "koa", "fastify"] as const)
    describe(`on ${framework}`, () => {
      let world: World;
      before(async () => {
        await write({ title: "Started" });
        world = createWorld({ framework, portal: { settings: path } });
      });
      after(() => world.portal.close());

      it("serves what it was started with, until an administrator publishes the file", async () => {
        const admin = await world.user({ isAdministrator: true });
        expect(await titleOf(world)).to.equal("Started");
        await write({
          title: "Published",
          accent: "#7a1fa2",
          logo: "logo.svg",
          texts: { home: "Hello **there**", footer: "The end" },
        });
        expect(await titleOf(world)).to.equal("Started");
        const shown = await admin.open("/admin/publish");
        for (const part of [
          "title",
          "Started",
          "Published",
          "#7a1fa2",
          "texts.home",
          `SVG, ${SVG.length} bytes`,
        ])
          expect(shown.text).to.include(part);
        expect(shown.text).not.to.include(folder);
        expect((await admin.fill("/admin/publish")).to).to.equal("/admin/publish?done=published");
        const page = await world.guest.open("/");
        expect(page.h1).to.equal("Published");
        expect(page.text).to.include("<strong>there</strong>").and.to.include("The end");
        expect(world.events.at(-1)).to.include({ action: "published", target: "1", actor: admin.id });
        const style = /_\/(style-[^"]*)/.exec(page.text)?.[1];
        const asset = await world.guest.open(`/_/${style}`);
        expect(asset.text).to.include("#7a1fa2").and.not.to.include("#0b5cad");
        const logo = await world.guest.open(`/_/${/_\/(logo-[^"]*)/.exec(page.text)?.[1]}`);
        expect(logo.text).to.equal(SVG);
        expect(logo.headers.get("content-security-policy"))
          .to.include("sandbox")
          .and.include("default-src 'none'");
        expect(logo.headers.get("x-content-type-options")).to.equal("nosniff");
        expect((await admin.open("/admin/publish")).text).to.include("There is nothing to publish.");
      });

      it("restores the edition before, as a new one", async () => {
        const admin = await world.user({ isAdministrator: true });
        await write({ title: "Second" });
        await admin.fill("/admin/publish");
        expect(await titleOf(world)).to.equal("Second");
        expect((await admin.open("/admin/publish/restore")).text).to.include("Published");
        expect((await admin.fill("/admin/publish/restore")).to).to.equal(
          "/admin/publish?done=edition-restored",
        );
        const page = await world.guest.open("/");
        expect(page.h1).to.equal("Published");
        expect((await world.guest.open(`/_/${/_\/(logo-[^"]*)/.exec(page.text)?.[1]}`)).text).to.equal(SVG);
        expect(world.events.at(-1)).to.include({ action: "edition-restored", target: "3" });
      });

      it("refuses a broken file with everything that is wrong, and goes on", async () => {
        const admin = await world.user({ isAdministrator: true });
        await write({ accent: "#ffff00", logo: "none.svg", clientSecret: "do-not-show" });
        const shown = await admin.open("/admin/publish");
        expect(shown.status).to.equal(200);
        const refused = await admin.post("/admin/publish", {});
        expect(refused.status).to.equal(400);
        for (const { text } of [shown, refused]) {
          expect(text).to.include("There is a problem").and.to.include("clientSecret is unknown");
          expect(text).not.to.include("do-not-show");
        }
        await write({ accent: "#ffff00", logo: "none.svg" });
        const both = await admin.post("/admin/publish", {});
        expect(both.text).to.include("contrast").and.to.include("does not exist");
        expect(await titleOf(world)).to.equal("Published");
        const rejected = await world.portal.publish().catch((error: Error) => error);
        expect((rejected as Error).message).to.include("settings.json:1:");
        expect((await world.portal.health()).edition).to.include({ number: 3, candidate: "broken" });
      });

      it("what is published is what was looked at", async () => {
        const admin = await world.user({ isAdministrator: true });
        await write({ title: "Looked at" });
        const fields = presetIn((await admin.open("/admin/publish")).text);
        await write({ title: "Changed behind the back" });
        const changed = await admin.post("/admin/publish", fields);
        expect(changed.status).to.equal(409);
        expect(changed.text).to.include("The settings file was changed meanwhile.");
        await write({ title: "Looked at" });
        const answers = await Promise.all([1, 2, 3].map(() => admin.post("/admin/publish", fields)));
        expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([303, 409, 409]);
        const late = answers.find(({ status }) => status === 409);
        expect(late?.text).to.include("Another edition was published meanwhile.");
      });

      it("is for administrators, with forms of the portal and named fields only", async () => {
        const user = await world.user();
        const admin = await world.user({ isAdministrator: true });
        for (const page of ["/admin/publish", "/admin/publish/restore"]) {
          expect((await user.open(page)).status).to.equal(404);
          expect((await user.post(page, {})).status).to.equal(404);
          expect((await world.guest.open(page)).status).to.equal(302);
        }
        const before = await titleOf(world);
        const given = { title: "Mass", accent: "#000000", settings: '{"title":"Mass"}', __proto__: "x" };
        await admin.post("/admin/publish", given);
        expect(await titleOf(world)).to.equal(before);
        const foreign = await world.handle(
          new Request(`${world.base}/admin/publish`, {
            method: "POST",
            headers: { cookie: admin.cookie, "sec-fetch-site": "same-site" },
            body: new URLSearchParams(),
          }),
        );
        expect(foreign.status).to.equal(403);
      });
    });

  it("needs a recent sign-in", async () => {
    let now = Date.now();
    const world = createWorld({ clock: () => now });
    const admin = await world.user({ isAdministrator: true });
    now += 16 * 60_000;
    for (const page of ["/admin/publish", "/admin/publish/restore"]) {
      expect((await admin.open(page)).to).to.include("/signin/");
      expect((await admin.post(page, {})).to).to.include("/signin/");
    }
    await world.portal.close();
  });

  it("another instance follows at once by notices, and within five seconds without", async () => {
    let now = Date.now();
    const clock = () => now;
    const records = new MemoryRecordRepository({ clock });
    const silent: RecordRepository = {
      get: (kind, id) => records.get(kind, id),
      list: (kind, query) => records.list(kind, query),
      write: (changes) => records.write(changes),
    };
    await write({ title: "First", anonymous: "browse" });
    const [one, two, three] = [records, records, silent].map((each) =>
      createWorld({ records: each, clock, portal: { settings: path } }),
    ) as [World, World, World];
    try {
      for (const world of [one, two, three]) expect(await titleOf(world)).to.equal("First");
      await write({ title: "Second", accent: "#7a1fa2", anonymous: "redirect" });
      const { number, changes } = await one.portal.publish();
      expect([number, changes.map(({ name }) => name)]).to.deep.equal([1, ["title", "accent", "anonymous"]]);
      expect((await two.guest.open("/")).status).to.equal(302);
      expect(await titleOf(three)).to.equal("First");
      // A page of the new edition is already open in the browser, and asks this instance for its style.
      const signin = await (await one.user()).open("/");
      const style = /_\/(style-[^"]*)/.exec(signin.text)?.[1];
      expect((await three.guest.open(`/_/${style}`)).text).to.include("#7a1fa2");
      expect((await three.guest.open("/")).status).to.equal(302);
      await write({ title: "Third" });
      await one.portal.publish();
      expect((await three.guest.open("/")).status).to.equal(302);
      now += 5000;
      expect(await titleOf(three)).to.equal("Third");
    } finally {
      for (const { portal } of [one, two, three]) await portal.close();
    }
  });

  it("while the records fail, the last edition stays; before the first look no page is answered", async () => {
    let now = Date.now();
    let isDown = false;
    let looks = 0;
    const kept = new MemoryRecordRepository({ clock: () => now });
    const records: RecordRepository = {
      get: (kind, id) => {
        if (kind === "setting" && id === "published") looks++;
        return isDown ? Promise.reject(new Error("down")) : kept.get(kind, id);
      },
      list: (kind, query) => kept.list(kind, query),
      write: (changes) => kept.write(changes),
    };
    await write({ title: "Kept", anonymous: "browse" });
    const options = { records, clock: () => now, portal: { settings: path } };
    const world = createWorld(options);
    await world.portal.publish();
    isDown = true;
    const late = createWorld(options);
    try {
      expect((await late.guest.open("/")).status).to.equal(503);
      now += 6000;
      expect(await titleOf(world)).to.equal("Kept");
      isDown = false;
      expect(await titleOf(late)).to.equal("Kept");
      // Nothing is asked for at each request.
      looks = 0;
      for (let i = 0; i < 10; i++) await late.guest.open("/products");
      expect(looks).to.equal(0);
    } finally {
      await world.portal.close();
      await late.portal.close();
    }
  });

  it("a write that fails changes nothing, and one whose answer is lost is in force", async () => {
    let how: "ok" | "fails" | "answer-lost" = "ok";
    const kept = new MemoryRecordRepository();
    const records: RecordRepository = {
      get: (kind, id) => kept.get(kind, id),
      list: (kind, query) => kept.list(kind, query),
      async write(changes) {
        const isEdition = changes.some((change) => "put" in change && change.put.kind === "setting");
        if (isEdition && how === "fails") throw new Error("down");
        await kept.write(changes);
        if (isEdition && how === "answer-lost") throw new Error("down");
      },
      onChange: (listener) => kept.onChange(listener),
    };
    await write({ title: "Old" });
    const world = createWorld({ records, portal: { settings: path } });
    const admin = await world.user({ isAdministrator: true });
    await write({ title: "New", logo: "logo.svg" });
    how = "fails";
    expect((await admin.fill("/admin/publish")).status).to.equal(503);
    expect(await titleOf(world)).to.equal("Old");
    how = "answer-lost";
    expect((await admin.fill("/admin/publish")).status).to.equal(503);
    how = "ok";
    expect((await admin.open("/admin/publish")).text).to.include("There is nothing to publish.");
    expect(await titleOf(world)).to.equal("New");
    await world.portal.close();
  });

  it("a record that is not sound is not served", async () => {
    const records = new MemoryRecordRepository();
    await write({ title: "Sound" });
    const world = createWorld({ records, portal: { settings: path } });
    expect(await titleOf(world)).to.equal("Sound");
    for (const [version, settings] of [
      { accent: "red; } body { display: none" },
      { accent: "#ffff00" },
      { title: 5 },
      { logo: { digest: "x".repeat(43), parts: 1 } },
      "text",
    ].entries()) {
      const value = { number: 1, at: 0, settings };
      await records.write([{ put: { kind: "setting", id: "published", version: version + 1, value } }]);
      expect(await titleOf(world), JSON.stringify(settings)).to.equal("Sound");
    }
    // A newer version of the portal has published a member that this one does not know.
    const value = { number: 6, at: 0, settings: { title: "Newer", members: ["x"] } };
    await records.write([{ put: { kind: "setting", id: "published", version: 6, value } }]);
    expect(await titleOf(world)).to.equal("Newer");
    await world.portal.close();
  });

  it("logos that no kept edition has are removed", async () => {
    const records = new MemoryRecordRepository();
    await write({});
    const world = createWorld({ records, portal: { settings: path } });
    const logo = (n: number) => SVG.replace("M0 0", `M${n} 0`) + " ".repeat(60_000);
    for (const n of [1, 2, 3, 3, 4]) {
      await writeFile(join(folder, "large.svg"), logo(n));
      await write({ title: `Edition ${n}`, logo: "large.svg" });
      await world.portal.publish();
    }
    const { records: settings } = await records.list("setting");
    expect(settings.filter(({ id }) => id.startsWith("logo.")).length).to.equal(4); // two logos of two parts
    const admin = await world.user({ isAdministrator: true });
    await admin.fill("/admin/publish/restore");
    expect(await titleOf(world)).to.equal("Edition 3");
    await write({});
    await world.portal.publish();
    await write({ title: "None" });
    await world.portal.publish();
    const rest = (await records.list("setting")).records.filter(({ id }) => id.startsWith("logo."));
    expect(rest).to.deep.equal([]);
    await world.portal.close();
  });

  it("the program gets a conflict when another instance publishes at the same time", async () => {
    const records = new MemoryRecordRepository();
    await write({ title: "Start" });
    const worlds = [1, 2, 3].map(() => createWorld({ records, portal: { settings: path } }));
    for (const world of worlds) await titleOf(world);
    await write({ title: "Raced" });
    const results = await Promise.allSettled(worlds.map(({ portal }) => portal.publish()));
    const failed = results.filter((result) => result.status === "rejected");
    const published = results.filter((result) => result.status === "fulfilled" && result.value.isPublished);
    expect(published.length).to.equal(1);
    for (const { reason } of failed) expect(reason).to.be.instanceOf(EditionConflictError);
    for (const { portal } of worlds) await portal.close();
  });
});

/** The hidden fields of the form that publishes. */
function presetIn(text: string): Readonly<Record<string, string>> {
  const form = /<form[^>]*action="[^"]*\/admin\/publish"[^>]*>([\s\S]*?)<\/form>/.exec(text)?.[1] ?? "";
  return Object.fromEntries(
    [...form.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}
