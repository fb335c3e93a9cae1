import { setTimeout as delay } from "node:timers/promises";
import { ProvisioningError } from "@product-auth/core/clients";
import { expect } from "chai";
import { createApplicationsWorld, type ApplicationsWorld } from "../support/applications-world.js";
import { eventually } from "../support/eventually.js";
import { linkOf, presetOf, valueOf } from "../support/visitor.js";
import type { User } from "../support/world.js";

const DAY = 86_400_000;

describe("client secrets", () => {
  let now = Date.UTC(2026, 10, 29, 12);
  let world: ApplicationsWorld;
  let adele: User;
  let page: string;
  beforeEach(async () => {
    now = Date.UTC(2026, 10, 29, 12);
    world = createApplicationsWorld({ clock: () => now });
    adele = await world.user();
    page = `/applications/${await world.registered(adele)}`;
  });

  const generate = async (ends = "in-one-year") =>
    adele.fill(`${page}/secrets/new`, { "the-secret-ends": ends });
  const stored = () => [...world.provisioning.applications.values()][0]!.secrets;

  it("are shown once, last a year, and are listed by their first characters", async () => {
    const answer = await generate();
    expect([answer.status, answer.h1]).to.deep.equal([200, "Your client secret"]);
    const secret = valueOf(answer.text, "Client secret")!;
    expect(stored().map((each) => [each.secret, (each.endDate - now) / DAY])).to.deep.equal([[secret, 365]]);
    expect(answer.headers.get("cache-control")).to.equal("no-store");
    const { text } = await adele.open(page);
    expect(text)
      .to.include(`<code>${secret.slice(0, 3)}</code>`)
      .and.not.include(secret);
    expect(text).to.include('<time datetime="2027-11-29T12:00:00.000Z">');
    const events = world.events.filter(({ action }) => action === "secret-made");
    expect(events.length).to.equal(1);
    expect(JSON.stringify([world.events, await world.records.list("audit")])).not.to.include(secret);
  });

  it("the same form again makes nothing", async () => {
    const form = {
      ...presetOf((await adele.open(`${page}/secrets/new`)).text),
      "the-secret-ends": "in-3-months",
    };
    const first = await adele.post(`${page}/secrets/new`, form);
    expect(first.h1).to.equal("Your client secret");
    const again = await adele.post(`${page}/secrets/new`, form);
    expect(again.h1).to.equal("Already shown");
    expect(again.text).not.to.include(valueOf(first.text, "Client secret")!);
    expect(stored().length).to.equal(1);
  });

  it("are two at most, also of five that are asked for at once", async () => {
    const opened = Array.from({ length: 5 }, () => adele.open(`${page}/secrets/new`));
    const forms = (await Promise.all(opened)).map(({ text }) => presetOf(text));
    const answers = await Promise.all(forms.map((form) => adele.post(`${page}/secrets/new`, form)));
    const shown = answers.filter(({ h1 }) => h1 === "Your client secret");
    expect([shown.length, stored().length]).to.deep.equal([2, 2]);
    for (const { status, text } of answers.filter((answer) => !shown.includes(answer))) {
      expect(status).to.equal(400);
      expect(text).to.include("An application has at most two client secrets.");
    }
    const closed = await adele.open(`${page}/secrets/new`);
    expect([closed.status, closed.text.includes("at most two client secrets")]).to.deep.equal([200, true]);
    expect((await adele.open(page)).text).not.to.include(">New client secret<");
    now += 366 * DAY;
    adele = await again(adele);
    expect((await generate()).h1).to.equal("Your client secret"); // those that have ended do not count
  });

  const again = async ({ id }: User) => {
    const user = await world.user();
    const record = (await world.records.list("session", { owner: user.id })).records[0]!;
    await world.records.write([{ put: { ...record, owner: id, version: record.version + 1 } }]);
    return world.as(id, user.cookie);
  };

  it("are removed after a question", async () => {
    await generate();
    const link = linkOf(await adele.open(page), `Remove secret ${stored()[0]!.hint}`);
    expect((await adele.open(link)).h1).to.equal("Remove client secret");
    const answer = await adele.post(link, {});
    expect(answer.to).to.equal(`${page}?done=secret-removed`);
    expect(stored()).to.deep.equal([]);
    expect((await adele.open(link)).status).to.equal(404);
    expect((await adele.post(link, {})).status).to.equal(404);
  });

  it("a policy of the tenant limits how long they last: the form offers what is allowed", async () => {
    world.provisioning.before = (method) =>
      method === "addSecret" ? new ProvisioningError("secret-policy", "no", { maximumDays: 30 }) : undefined;
    const refused = await generate();
    expect(refused.status).to.equal(400);
    expect(refused.text)
      .to.include("at most 30 days")
      .and.include("In 30 days")
      .and.not.include("In 6 months");
    world.provisioning.before = undefined;
    const made = await adele.post(`${page}/secrets/new`, presetOf(refused.text));
    expect(made.h1).to.equal("Your client secret");
    expect(stored().map(({ endDate }) => (endDate - now) / DAY)).to.deep.equal([30]);
    world.provisioning.before = (method) =>
      method === "addSecret" ? new ProvisioningError("secret-policy", "no", { maximumDays: 0 }) : undefined;
    expect((await generate()).text).to.include("forbids client secrets");
  });

  it("other lifetimes than those of the form are refused", async () => {
    for (const ends of ["", "in-two-years", "in-366-days", "in-0-days", "in--1-days", "9".repeat(400)])
      expect((await generate(ends)).status, ends).to.equal(400);
    expect(stored()).to.deep.equal([]);
  });

  it("cannot be listed or made while Entra ID is down; the page shows all else", async () => {
    world.provisioning.before = () => new ProvisioningError("unavailable", "down");
    const { status, text } = await adele.open(page);
    expect(status).to.equal(200);
    expect(text).to.include("Secrets cannot be listed at the moment.").and.include("api://1111");
    const refused = await generate();
    expect([refused.status, refused.h1]).to.deep.equal([503, "Not available"]);
    world.provisioning.before = undefined;
    expect((await generate()).h1).to.equal("Your client secret");
  });

  it("an answer that was lost leaves no secret that no person has seen", async () => {
    const form = presetOf((await adele.open(`${page}/secrets/new`)).text);
    const { addSecret } = world.provisioning;
    world.provisioning.addSecret = async (...given) => {
      await addSecret(...given);
      throw new ProvisioningError("unavailable", "cut");
    };
    expect((await adele.post(`${page}/secrets/new`, form)).status).to.equal(503);
    expect(stored().length).to.equal(1);
    world.provisioning.addSecret = addSecret;
    const made = await adele.post(`${page}/secrets/new`, form);
    expect(stored().map(({ secret }) => secret)).to.deep.equal([valueOf(made.text, "Client secret")]);
  });

  it("that end in 30, 7 and 1 days are on a banner, and one event each over two instances", async () => {
    await generate();
    const end = stored()[0]!.endDate;
    async function noted(): Promise<number> {
      const { records } = await world.records.list("audit", { limit: 1000 });
      return records.filter(({ value }) => value["action"] === "secret-ends").length;
    }
    for (const [days, count] of [
      [31, 0],
      [30, 1],
      [29, 1],
      [7, 2],
      [1, 3],
      [0.5, 3],
    ] as const) {
      now = end - days * DAY;
      const { records, provisioning } = world;
      // Each instance looks at its start.
      const instances = [1, 2].map(() =>
        createApplicationsWorld({ records, provisioning, clock: () => now }),
      );
      await eventually(async () => (await noted()) >= count);
      await delay(30);
      expect([days, await noted()]).to.deep.equal([days, count]);
      for (const { portal } of instances) await portal.close();
      adele = await again(adele);
      const isShown = days <= 30;
      for (const path of ["/applications", page])
        expect((await adele.open(path)).text.includes("A client secret of Robot ends"), path).to.equal(
          isShown,
        );
    }
    const link = linkOf(await adele.open(page), `Remove secret ${stored()[0]!.hint}`);
    await adele.post(link, {});
    expect((await adele.open("/applications")).text).not.to.include("A client secret of Robot ends");
  });
});
