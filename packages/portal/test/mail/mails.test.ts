import { MemoryRecordRepository } from "@product-auth/core/records";
import { basic, logMail, outboxMail, type OutboxMail, type PortalOptions } from "@product-auth/portal";
import { expect } from "chai";
import { optionProblems } from "#src/options/option-problems.js";
import { createApplicationsWorld, type ApplicationsWorld } from "../support/applications-world.js";
import { eventually } from "../support/eventually.js";
import { changeUser, provedUser } from "../support/proved-user.js";
import { startBasic, PASSWORD, signIn } from "../support/start-basic.js";
import { createWorld, type World } from "../support/world.js";

const FRAMEWORKS = ["express", "koa", "fastify"] as const;
const TERMS = { "i-accept-the-terms-of-pro": "yes" };

/** Subjects without the title, with their recipients; the oldest first. */
const sentTo = ({ messages }: OutboxMail) =>
  messages.toReversed().map(({ to, subject }) => `${to}: ${subject.replace("Contoso APIs: ", "")}`);

describe("the mails of a portal", () => {
  const worlds: Pick<World, "portal">[] = [];
  const opened = <W extends Pick<World, "portal">>(world: W): W => (worlds.push(world), world);
  afterEach(() => Promise.all(worlds.splice(0).map(({ portal }) => portal.close())));

  /** A subscription that waits. */
  async function submitted(world: World, email = "adele@example.com") {
    const owner = await provedUser(world, { email });
    await owner.fill("/products/pro/subscribe", { name: "Robot", ...TERMS });
    const [subscription] = (await world.repository.list({ ownerId: owner.id })).items;
    return { owner, id: subscription!.id };
  }

  it("tell the owner that a subscription is rejected, and where the comment is", async () => {
    const mail = outboxMail();
    const world = opened(createWorld({ portal: { mail } }));
    const admin = await world.user({ isAdministrator: true });
    const { id } = await submitted(world);
    await admin.post(`/admin/approvals/${id}`, { decision: "reject", comment: "A secret reason" });
    await eventually(() => mail.messages.length > 0);
    expect(sentTo(mail)).to.deep.equal(["adele@example.com: Your subscription is rejected"]);
    expect(mail.messages[0]!.text.split("\n")).to.include(`${world.base}/subscriptions/${id}`);
    expect(mail.messages[0]!.text).to.not.include("secret reason");
  });

  it("go only to addresses that the portal has proved, and not to users who are blocked", async () => {
    const mail = outboxMail();
    const world = opened(createWorld({ portal: { mail } }));
    const admin = await provedUser(world, { email: "admin@contoso.example", isAdministrator: true });
    for (const [email, members] of [
      ["unproved@example.com", { emailVerified: false }],
      ["blocked@example.com", { state: "blocked" }],
      ["deleted@example.com", { state: "deleted" }],
      ["a@example.com, b@example.com", {}],
    ] as const) {
      const { owner, id } = await submitted(world, email);
      await changeUser(world, owner.id, members);
      await admin.post(`/admin/approvals/${id}`, { decision: "approve", comment: "" });
    }
    const { id } = await submitted(world, "last@example.com");
    await admin.post(`/admin/approvals/${id}`, { decision: "approve", comment: "" });
    await eventually(async () => (await world.records.list("mail")).records.length === 0);
    expect(new Set(mail.messages.map(({ to }) => to))).to.deep.equal(
      new Set(["admin@contoso.example", "last@example.com"]),
    );
  });

  it("a waiting mail to a user holds no address and no name", async () => {
    const records = new MemoryRecordRepository();
    const world = opened(
      createWorld({ records, portal: { mail: { send: () => Promise.reject(new Error("down")) } } }),
    );
    const admin = await world.user({ isAdministrator: true });
    const { owner, id } = await submitted(world);
    await admin.post(`/admin/approvals/${id}`, { decision: "approve", comment: "" });
    const { records: waiting } = await records.list("mail", { owner: owner.id });
    expect(waiting.length).to.equal(1);
    expect(JSON.stringify(waiting)).to.include("subscription-approved").and.not.match(/adele/i);
    await eventually(async () => (await world.portal.health()).status === "degraded");
    const { mail } = await world.portal.health();
    expect(mail).to.include({ status: "failing", reason: "Error", waiting: 1 });
    const health = await admin.open("/admin/health");
    expect(health.text).to.include("Takes no mails").and.not.include("adele@");
  });

  it("a portal that is started later sends what waited, and of two that are started at once one does", async () => {
    let now = Date.now();
    const clock = () => now;
    const records = new MemoryRecordRepository({ clock });
    const failing = createWorld({
      records,
      clock,
      portal: { mail: { send: () => Promise.reject(new Error("down")) } },
    });
    const admin = await failing.user({ isAdministrator: true });
    const { id } = await submitted(failing);
    await admin.post(`/admin/approvals/${id}`, { decision: "approve", comment: "" });
    await eventually(async () => (await failing.portal.health()).mail?.status === "failing");
    await failing.portal.close();
    now += 10_000;
    const mail = outboxMail();
    for (let i = 0; i < 2; i++) opened(createWorld({ records, clock, portal: { mail } }));
    await eventually(async () => (await records.list("mail")).records.length === 0);
    expect(sentTo(mail)).to.deep.equal(["adele@example.com: Your subscription is approved"]);
  });

  it("about applications: a request, its approval, and secrets that end", async () => {
    const mail = outboxMail();
    const day = 86_400_000;
    let now = Date.now();
    const world: ApplicationsWorld = opened(createApplicationsWorld({ clock: () => now, portal: { mail } }));
    const admin = await provedUser(world, { email: "admin@contoso.example", isAdministrator: true });
    const owner = await provedUser(world, { email: "adele@example.com" });
    const clientId = await world.registered(owner, "Robot.example", ["gold", "partner"]);
    await eventually(() => mail.messages.length === 1);
    await admin.post(`/admin/approvals/applications/${clientId}/partner`, {
      decision: "approve",
      comment: "",
    });
    await eventually(() => mail.messages.length === 2);
    const { keyId } = await world.administration.addSecret(
      clientId,
      {
        operation: "test",
        endDate: new Date(now + 29 * day),
      },
      { by: owner.id },
    );
    expect(keyId).to.be.a("string");
    now += 3_700_000;
    const later = opened(
      createApplicationsWorld({
        clock: () => now,
        records: world.records,
        provisioning: world.provisioning,
        portal: { mail },
      }),
    );
    await eventually(() => mail.messages.length === 3);
    expect(sentTo(mail)).to.deep.equal([
      "admin@contoso.example: An application waits for approval",
      "adele@example.com: A product is approved for your application",
      "adele@example.com: A client secret ends soon",
    ]);
    expect(mail.messages.map(({ text }) => text).join("")).to.not.include("Robot.example");
    void later;
  });

  it("about the state of an account: blocked, unblocked, closed", async () => {
    const mail = outboxMail();
    const world = opened(createWorld({ portal: { mail } }));
    const admin = await provedUser(world, { email: "admin@contoso.example", isAdministrator: true });
    const { id } = await provedUser(world, { email: "adele@example.com", name: "Adele" });
    const unproved = await world.user();
    await admin.post(`/admin/users/${unproved.id}`, { act: "block" });
    for (const [act, count] of [
      ["block", 1],
      ["unblock", 2],
    ] as const) {
      await admin.post(`/admin/users/${id}`, { act });
      await eventually(() => mail.messages.length === count);
    }
    await admin.post(`/admin/users/${id}/delete`, {});
    await eventually(() => mail.messages.length === 3);
    expect(sentTo(mail)).to.deep.equal([
      "adele@example.com: Your account is blocked",
      "adele@example.com: Your account is active again",
      "adele@example.com: Your account is closed",
    ]);
    expect(JSON.stringify(await world.records.list("mail"))).to.not.include("adele");
  });

  it("a changed password, also to users who have turned everything off", async () => {
    const mail = outboxMail();
    const world = await startBasic("express", { mail });
    const id = await world.user("adele@example.com");
    await changeUser(world, id, { mailsOff: ["decisions", "secrets", "approvals", "security"] });
    const browser = world.browser();
    await signIn(browser, "adele@example.com");
    await browser.post("/profile/password", {
      "current-password": PASSWORD,
      "new-password": "another monkey dishwasher",
    });
    await eventually(() => mail.messages.length === 1);
    expect(sentTo(mail)).to.deep.equal(["adele@example.com: Your password was changed"]);
    expect(mail.messages[0]!.text.split("\n")).to.include(`${world.url}/reset`);
    await world.close();
  });

  for (const framework of FRAMEWORKS) {
    it(`a user turns mails off, approvals are for administrators, and development has an outbox, on ${framework}`, async () => {
      const mail = outboxMail();
      const world = opened(createWorld({ framework, portal: { mail, development: true } }));
      const admin = await provedUser(world, { email: "admin@contoso.example", isAdministrator: true });
      const { owner, id } = await submitted(world);
      const shown = await owner.open("/profile/mails");
      expect(shown.text).to.include("adele@example.com").and.not.include("waits for approval");
      expect((await admin.open("/profile/mails")).text).to.include("waits for approval");
      expect(
        (
          await owner.post("/profile/mails", [
            ["mails", "secrets"],
            ["mails", "security"],
          ])
        ).to,
      ).to.equal("/profile/mails?done=mails-changed");
      expect((await world.records.get("user", owner.id))?.value["mailsOff"]).to.deep.equal(["decisions"]);
      await admin.post(`/admin/approvals/${id}`, { decision: "approve", comment: "" });
      await eventually(async () => (await world.records.list("mail")).records.length === 0);
      expect(sentTo(mail)).to.deep.equal(["admin@contoso.example: A subscription waits for approval"]);
      const { status, text } = await world.guest.open("/dev/outbox.json");
      const [sent] = mail.messages;
      expect([status, JSON.parse(text)]).to.deep.equal([
        200,
        [{ ...sent, at: new Date(sent!.at).toISOString() }],
      ]);
      const link = `${world.base}/admin/approvals/${id}`;
      expect(sent!.text.split("\n")).to.include(link);
      expect((await world.guest.open("/dev/outbox")).text).to.include(`<a href="${link}">`);
    });
  }

  it("the outbox is not found without the option development, or with another sender", async () => {
    for (const options of [{ mail: outboxMail() }, { mail: logMail(() => undefined), development: true }]) {
      const world = opened(createWorld({ portal: options }));
      for (const path of ["/dev/outbox", "/dev/outbox.json"])
        expect((await world.guest.open(path)).status).to.equal(404);
    }
  });

  it("without the option there are none, and no page about them", async () => {
    const world = opened(createWorld());
    const admin = await world.user({ isAdministrator: true });
    const { owner, id } = await submitted(world);
    await admin.post(`/admin/approvals/${id}`, { decision: "approve", comment: "" });
    expect((await world.records.list("mail")).records).to.deep.equal([]);
    expect((await owner.open("/profile/mails")).status).to.equal(404);
    expect((await owner.open("/profile")).text).to.not.include("/profile/mails");
    expect(await world.portal.health()).to.not.have.property("mail");
  });

  describe("option", () => {
    const problemsOf = (options: Partial<PortalOptions>, isProduction = false) =>
      optionProblems(options, isProduction)
        .filter(({ path }) => path === "mail")
        .map(({ message }) => message);

    it("is required with basic()", () => {
      expect(problemsOf({ signIn: [basic()] })).to.deep.equal([
        "is missing, but basic() sends links by mail",
      ]);
      expect(problemsOf({ signIn: [basic()], mail: outboxMail() })).to.deep.equal([]);
    });

    it("is something that sends", () => {
      expect(problemsOf({ mail: {} as OutboxMail })).to.deep.equal(["is not valid"]);
    });

    for (const mail of [outboxMail(), logMail()])
      it("refuses what does not send in production", () => {
        expect(problemsOf({ signIn: [basic()], mail }, true)).to.deep.equal([
          "does not send mails, while NODE_ENV is production",
        ]);
      });
  });
});
