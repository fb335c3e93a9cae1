import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { PORTAL_CHANNEL } from "@product-auth/portal";
import { expect } from "chai";
import { applicationRoutes } from "#src/application-routes.js";
import { createApplicationsWorld, register, type ApplicationsWorld } from "../support/applications-world.js";
import { describeOnEach } from "../support/open-server.js";
import { linkOf, presetOf, valueOf, type Shown } from "../support/visitor.js";
import type { User } from "../support/world.js";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

/** Fields that no form has: what a program might copy into a record. */
const MORE = {
  ...{ state: "active", owner: "x", ownerId: "x", "owner-state": "active", administrator: "true" },
  ...{ id: UNKNOWN, clientId: UNKNOWN, version: "9", objectId: "x", audience: "api://x", role: "x" },
  ...{
    limit: "99",
    approvalRequired: "false",
    endDate: "9999999999999",
    ["__proto__"]: "x",
    constructor: "x",
  },
};

describeOnEach("applications of another user", (framework) => {
  let world: ApplicationsWorld;
  let adele: User;
  let alex: User;
  let id: string;
  let keyId: string;
  before(async () => {
    world = createApplicationsWorld({ framework });
    [adele, alex] = [await world.user(), await world.user({ name: "Alex" })];
    id = await world.registered(adele);
    await adele.fill(`/applications/${id}/secrets/new`);
    keyId = world.provisioning.applications.get(id)!.secrets[0]!.keyId;
  });

  const seen = ({ status, to, text }: Shown) =>
    [status, to, text].join("\n").replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, "ID");
  const stored = async () =>
    JSON.stringify([
      (await world.administration.list()).items,
      [...world.provisioning.applications.values()].map(({ secrets, roles }) => [secrets, [...roles]]),
    ]);

  it("are answered as those that do not exist, by every page, and stay as they are", async () => {
    const before = await stored();
    const [job] = (await world.records.list("job", { limit: 10 })).records;
    expect(job?.owner).to.equal(adele.id);
    const fields = {
      ...presetOf((await alex.open("/applications/new")).text),
      "the-secret-ends": "in-one-year",
    };
    for (const { path, post } of applicationRoutes.filter((route) => route.path.includes("{"))) {
      const at = (clientId: string, jobId: string) =>
        path
          .replace("{clientId}", clientId)
          .replace("{keyId}", keyId)
          .replace("{product}", "gold")
          .replace("{job}", jobId);
      const [hers, none] = [at(id, job!.id), at(UNKNOWN, UNKNOWN)];
      expect(seen(await alex.open(hers)), path).to.equal(seen(await alex.open(none)));
      expect((await alex.open(hers)).status, path).to.equal(404);
      if (post === undefined) continue;
      for (const act of ["discard", "try-again", "suspend", "complete"]) {
        const sent = { ...fields, ...MORE, act, decision: "approve", products: "silver" };
        expect(seen(await alex.post(hers, sent)), path).to.equal(seen(await alex.post(none, sent)));
      }
    }
    expect(await stored()).to.equal(before);
  });

  it("a secret of one application is none of another", async () => {
    const own = await world.registered(alex, "Own");
    for (const path of [
      `/applications/${own}/secrets/${keyId}/remove`,
      `/applications/${id}/secrets/${keyId}/remove`,
    ]) {
      expect((await alex.open(path)).status).to.equal(404);
      expect((await alex.post(path, {})).status).to.equal(404);
    }
    expect(world.provisioning.applications.get(id)!.secrets.length).to.equal(1);
  });

  it("fields that a form does not have are ignored", async () => {
    const answer = await register(alex, { ...MORE, name: "Plain" }, ["partner"]);
    const made = /applications\/([\da-f-]+)/.exec(answer.to ?? "")![1]!;
    await alex.fill(`/applications/${made}/secrets/new`, MORE);
    await alex.post(`/applications/${made}/products/add`, { ...MORE, products: "silver" });
    const application = (await world.administration.get(made))!;
    expect(application).to.include({ ownerId: alex.id, state: "active", displayName: "Plain" });
    expect(application.products.map(({ name, state, audience }) => [name, state, audience])).to.deep.equal([
      ["partner", "pending", "api://33333333-0000-4000-8000-000000000000"],
      ["silver", "approved", "api://22222222-0000-4000-8000-000000000000"],
    ]);
    const [secret] = world.provisioning.applications.get(made)!.secrets;
    expect(secret!.endDate).to.be.lessThan(Date.now() + 366 * 86_400_000);
    expect(await world.administration.get(UNKNOWN)).to.equal(undefined);
  });

  it("visitors who are not signed in are sent to sign in, whether the application exists or not", async () => {
    for (const application of [id, UNKNOWN]) {
      const { status, to } = await world.guest.open(`/applications/${application}`);
      expect([status, to?.startsWith("/signin?returnTo=")]).to.deep.equal([302, true]);
    }
  });

  it("texts of people are shown as texts", async () => {
    const text = `"><script>alert(1)</script>{{x}}`;
    const answer = await register(adele, { name: text, description: text });
    const page = answer.to!.split("?")[0]!;
    const admin = await world.user({ isAdministrator: true, name: text });
    for (const shown of [
      await adele.open(page),
      await adele.open("/applications"),
      await adele.open(`${page}/secrets/new`),
      await admin.open("/admin/applications"),
      await admin.open(`/admin${page}`),
      await admin.open("/admin/applications/new"),
      await admin.open("/admin/audit"),
    ]) {
      expect(shown.status).to.equal(200);
      expect(shown.text).not.to.include("<script>alert");
    }
    for (const name of ["a\u0000b", "\u202egnp", "\u200b", "a\r\nb"])
      expect((await register(adele, { name })).status, JSON.stringify(name)).to.equal(400);
  });
});

describeOnEach("secrets of applications", (framework) => {
  it("are in one answer each, and in no dump of records, events, messages and warnings", async () => {
    const messages: unknown[] = [];
    const note = (message: unknown) => void messages.push(message);
    subscribe(PORTAL_CHANNEL, note);
    process.on("warning", note);
    const world = createApplicationsWorld({ framework });
    const adele = await world.user();
    const id = await world.registered(adele);
    const page = `/applications/${id}`;
    const secrets: string[] = [];
    for (const ends of ["in-one-year", "in-3-months"]) {
      const shown = await adele.fill(`${page}/secrets/new`, { "the-secret-ends": ends });
      secrets.push(valueOf(shown.text, "Client secret") ?? "");
      expect(shown.text.split(secrets.at(-1)!).length).to.equal(2);
    }
    const texts: string[] = [];
    for (const path of ["/applications", page, `${page}/secrets/new`, "/activity", "/products/gold"])
      texts.push((await adele.open(path)).text);
    const link = linkOf(await adele.open(page), `Remove secret ${secrets[0]!.slice(0, 3)}`);
    texts.push((await adele.open(link)).text);
    await adele.post(link, {});
    const kinds = [
      "user",
      "session",
      "form",
      "job",
      "audit",
      "setting",
      "reminder",
      "application",
      "unclaimed",
    ];
    const dump = JSON.stringify([
      await Promise.all(kinds.map((kind) => world.records.list(kind, { limit: 1000 }))),
      ...[world.events, messages, texts],
      await world.portal.health(),
    ]);
    unsubscribe(PORTAL_CHANNEL, note);
    process.off("warning", note);
    expect(dump).to.include("secret-made").and.include("secret-removed");
    for (const secret of secrets) {
      expect(secret).to.match(/^[\w~-]{20,}$/);
      expect(dump.includes(secret)).to.equal(false);
    }
  });

  it("five at once are two, and 20 forms at once are as many applications as the limit", async () => {
    const world = createApplicationsWorld({ framework, applications: { limit: 2 } });
    const adele = await world.user();
    const opened = await Promise.all(Array.from({ length: 20 }, () => adele.open("/applications/new")));
    const answers = await Promise.all(
      opened.map(({ text }, i) =>
        adele.post("/applications/new", { ...presetOf(text), name: `Robot ${i}`, products: "gold" }),
      ),
    );
    expect(answers.filter(({ status }) => status === 303).length).to.be.within(1, 2);
    expect((await world.administration.list()).items.length).to.be.within(1, 2);
    const page = `/applications/${(await world.administration.list()).items[0]!.id}`;
    const forms = await Promise.all(Array.from({ length: 5 }, () => adele.open(`${page}/secrets/new`)));
    const made = await Promise.all(
      forms.map(({ text }) => adele.post(`${page}/secrets/new`, presetOf(text))),
    );
    expect(made.filter(({ h1 }) => h1 === "Your client secret").length).to.equal(2);
  });
});
