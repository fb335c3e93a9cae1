import { MemoryRecordRepository } from "@product-auth/core/records";
import { InvalidEmailError, inviteUser } from "@product-auth/portal";
import { expect } from "chai";
import { Tickets } from "#src/sign-in/tickets.js";
import { linkIn, startAccounts, submit, ticketOf, type AccountWorld } from "../support/account-world.js";
import type { Browser, Page } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";

const NEXT = "a bicycle made of cheese";
const INVITE = "/admin/users/invite";

type Admin = Awaited<ReturnType<AccountWorld["administrator"]>>;

/** Fills the form of the page in and sends it. `groups`: any number. */
async function invite(
  { browser }: Admin,
  email: string,
  fields: Readonly<Record<string, string>> = {},
  groups: readonly string[] = ["partners"],
): Promise<Page> {
  const form = /name="form" value="([^"]*)"/.exec((await browser.get(INVITE)).text)?.[1] ?? "";
  const all = new URLSearchParams({
    form,
    "e-mail": email,
    "first-name": "Ada",
    "last-name": "Lovelace",
    ...fields,
  });
  for (const group of groups) all.append("groups", group);
  return browser.post(INVITE, all);
}

const linkFor = async (world: AccountWorld, admin: Admin, email: string, groups?: readonly string[]) =>
  linkIn(await world.mailAfter(() => invite(admin, email, {}, groups)), "/welcome");

/** Follows "Sign in with Microsoft Entra ID" on the page, and comes back from the issuer. */
async function acceptAtIssuer(browser: Browser, link: string): Promise<Page> {
  const href = /href="\/developer(\/welcome\/entra[^"]*)">\s*Sign in with Microsoft Entra ID\s*</.exec(
    (await browser.get(link)).text,
  )?.[1];
  if (href === undefined) throw new Error("There is no such link");
  const away = await browser.get(href, { "sec-fetch-site": "same-origin" });
  const state = new URL(away.location ?? "").searchParams.get("state") ?? "";
  return browser.get(`/signin/entra/callback?state=${state}`);
}

const userWith = async (world: AccountWorld, email: string) =>
  (await world.records.list("user")).records.filter(({ value }) => value["email"] === email);

async function withGroups({ records }: AccountWorld, id: string, groups: readonly string[]): Promise<void> {
  const record = (await records.get("user", id))!;
  const value = { ...record.value, groups: [...groups] };
  await records.write([{ put: { ...record, version: record.version + 1, value } }]);
}

describeOnEach("invitations", (framework) => {
  let world: AccountWorld;
  let admin: Admin;
  before(async () => {
    world = await startAccounts(framework, { signUp: "invitation" });
    admin = await world.administrator();
  });
  after(() => world.close());

  it("makes a user with a password and the groups of the invitation", async () => {
    const page = await admin.browser.get(INVITE);
    expect([page.status, page.h1]).to.deep.equal([200, "Invite a user"]);
    for (const label of ["E-mail", "First name", "Last name"])
      expect(page.text).to.include(`>${label}</label>`);
    expect(page.text).to.include("<legend>Groups</legend>").and.include(">Partners</label>");
    expect(page.text).to.include("<button>Send invitation</button>");
    const { length } = world.events;
    const mail = await world.mailAfter(async () => {
      const sent = await invite(admin, "Ada@contoso.example");
      expect([sent.status, sent.location]).to.deep.equal([303, `/developer${INVITE}?done=invited`]);
      expect((await admin.browser.follow(sent)).text).to.include("The invitation was sent.");
    });
    expect([mail.to, mail.subject]).to.deep.equal(["ada@contoso.example", "Contoso APIs: You are invited"]);
    expect(mail.text).to.include("Hello Ada Lovelace,");
    const link = linkIn(mail, "/welcome");
    const browser = world.browser();
    const opened = await browser.get(link);
    expect(opened.text).to.include("ada@contoso.example").and.include("Ada Lovelace");
    expect(opened.text).to.match(/>\s*Sign in with Microsoft Entra ID\s*</);
    const made = await submit(browser, opened, { "new-password": NEXT, groups: "administrators" });
    expect(made.location).to.equal("/developer/profile?done=account-created");
    const [user] = await userWith(world, "ada@contoso.example");
    expect(user?.value).to.deep.include({ emailVerified: true, groups: ["partners"], firstName: "Ada" });
    expect((await browser.get("/admin")).status).to.equal(404);
    expect(world.events.slice(length).map(({ action, actor, name }) => [action, actor, name])).to.deep.equal([
      ["invitation-sent", admin.id, "ada@contoso.example"],
      ["user-created", user?.id, "Ada Lovelace"],
      ["sign-in", user?.id, undefined],
      ["invitation-accepted", user?.id, "ada@contoso.example"],
    ]);
    expect((await world.browser().get(link)).status).to.equal(410);
    const again = await invite(admin, "ADA@contoso.example");
    expect([again.status, again.h1]).to.deep.equal([400, "Invite a user"]);
    expect(again.text).to.include("This address has an account already.");
  });

  it("makes a user with an account of the issuer, whose address may be another one", async () => {
    const link = await linkFor(world, admin, "grace@contoso.example");
    const email = "g.hopper@fabrikam.example";
    world.person = { key: `entra|t|grace-${framework}`, names: {}, email, roles: [], groups: [] };
    const browser = world.browser();
    const back = await acceptAtIssuer(browser, link);
    expect([back.status, back.location]).to.deep.equal([302, "/developer/profile?done=account-created"]);
    const [user] = await userWith(world, "grace@contoso.example");
    expect(user?.value).to.deep.include({ emailVerified: true, groups: ["partners"] });
    expect(world.events.at(-1)).to.deep.include({
      action: "invitation-accepted",
      target: "entra",
      name: "grace@contoso.example",
      comment: email,
    });
    expect(await userWith(world, email)).to.deep.equal([]);
    expect((await browser.get("/profile")).text).to.include("Partners");
    expect((await world.browser().get(link)).status).to.equal(410);
    // The same account signs in again without the link.
    const later = world.browser();
    const away = await later.get("/signin/entra");
    const state = new URL(away.location ?? "").searchParams.get("state") ?? "";
    expect((await later.get(`/signin/entra/callback?state=${state}`)).status).to.equal(302);
    expect(await userWith(world, "grace@contoso.example")).to.have.length(1);
  });

  it("an account of the issuer that has a user keeps it", async () => {
    const link = await linkFor(world, admin, "joan@contoso.example");
    const back = await acceptAtIssuer(world.browser(), link);
    expect([back.status, back.h1]).to.deep.equal([409, "Sign-in failed"]);
    expect(back.text)
      .to.include("belongs to a user of the portal already")
      .and.include("joan@contoso.example");
    expect(back.headers.getSetCookie().some((cookie) => cookie.startsWith("product-auth-portal="))).to.equal(
      false,
    );
    expect((await world.browser().get(link)).status).to.equal(200);
    expect(await userWith(world, "joan@contoso.example")).to.deep.equal([]);
  });

  it("another site cannot lead a visitor to the issuer with an invitation of its own", async () => {
    const link = await linkFor(world, admin, "eve@contoso.example");
    for (const site of ["cross-site", "same-site", "none"]) {
      const browser = world.browser();
      const page = await browser.get(`/welcome/entra?ticket=${ticketOf(link)}`, { "sec-fetch-site": site });
      expect([page.status, page.location]).to.deep.equal([302, `/developer${link}`]);
      expect(browser.cookies.size).to.equal(0);
    }
    expect((await world.browser().get(`/welcome/other?ticket=${ticketOf(link)}`)).status).to.equal(404);
  });

  it("fields of the form: one address, known groups", async () => {
    const before = world.mails.length;
    for (const [email, fields, groups, problem] of [
      ["a@b.example\r\nBcc: c@d.example", {}, [], "Enter an e-mail address."],
      ["a@b.example, c@d.example", {}, [], "Enter an e-mail address."],
      ["a@b.example", { "first-name": "Ada\nBcc: x" }, [], "without control characters"],
      ["a@b.example", {}, ["root"], "Choose groups of the list."],
      ["a@b.example", {}, ["__proto__"], "Choose groups of the list."],
    ] as const) {
      const page = await invite(admin, email, fields, groups);
      expect(page.status, email).to.equal(400);
      expect(page.text).to.include(problem);
    }
    expect(world.mails.length).to.equal(before);
    const hostile = { "first-name": "Click http://evil.example/", "last-name": "@evil.example" };
    const mail = await world.mailAfter(() => invite(admin, "mallory@contoso.example", hostile));
    expect(mail.text).not.to.match(/evil\.example/);
  });

  it("is for administrators, who have signed in within 15 minutes", async () => {
    await world.user("nobody@contoso.example");
    const browser = world.browser();
    await browser.post("/signin", {
      "e-mail": "nobody@contoso.example",
      password: "purple monkey dishwasher",
    });
    expect((await browser.get(INVITE)).status).to.equal(404);
    expect((await browser.post(INVITE, { "e-mail": "a@b.example" })).status).to.equal(404);
    world.now += 16 * 60_000;
    const page = await invite(admin, "late@contoso.example");
    expect(page.location).to.include("/developer/signin?").and.include("account=again");
    expect(world.mails.some(({ to }) => to === "late@contoso.example")).to.equal(false);
  });
});

describe("invitations, once", () => {
  it("a mail that cannot be sent leaves no link, and the form can be sent again", async () => {
    const world = await startAccounts();
    const admin = await world.administrator();
    world.isMailUp = false;
    const page = await invite(admin, "ada@contoso.example");
    expect([page.status, page.h1]).to.deep.equal([503, "Invite a user"]);
    expect(page.text)
      .to.include("The invitation could not be sent.")
      .and.include('value="ada@contoso.example"');
    expect(page.text).to.match(/value="partners"\s+checked/);
    for (const kind of ["ticket", "latest-ticket", "mail", "form"])
      expect((await world.records.list(kind)).records, kind).to.deep.equal([]);
    expect(world.events.some(({ action }) => action === "invitation-sent")).to.equal(false);
    world.isMailUp = true;
    // Sent twice, it is one mail.
    const form = /name="form" value="([^"]*)"/.exec((await admin.browser.get(INVITE)).text)?.[1] ?? "";
    const fields = { form, "e-mail": "ada@contoso.example" };
    const send = () => admin.browser.post(INVITE, fields);
    expect((await Promise.all([send(), send()])).map(({ status }) => status)).to.deep.equal([303, 303]);
    expect(world.mails.filter(({ to }) => to === "ada@contoso.example")).to.have.length(1);
    await world.close();
  });

  it("ends after 48 hours, with a newer one, with its administrator, and where sign-up is off", async () => {
    const world = await startAccounts("express", { signUp: "invitation" });
    const admin = await world.administrator();
    const statusOf = async (link: string) => (await world.browser().get(link)).status;
    const old = await linkFor(world, admin, "ada@contoso.example");
    const link = await linkFor(world, admin, "ada@contoso.example");
    expect([await statusOf(old), await statusOf(link)]).to.deep.equal([410, 200]);
    const record = (await world.records.get("user", admin.id))!;
    const blocked = { ...record.value, state: "blocked" };
    await world.records.write([{ put: { ...record, version: record.version + 1, value: blocked } }]);
    expect(await statusOf(link)).to.equal(410);
    await world.records.write([{ put: { ...record, version: record.version + 2 } }]);
    expect(await statusOf(link)).to.equal(200);
    // A demotion ends it as well: otherwise an administrator would stay one by an invitation to another own address.
    await withGroups(world, admin.id, ["partners"]);
    expect(await statusOf(link)).to.equal(410);
    await withGroups(world, admin.id, ["administrators"]);
    expect(await statusOf(link)).to.equal(200);
    world.now += 48 * 3_600_000;
    expect(await statusOf(link)).to.equal(410);
    await world.close();
    const off = await startAccounts("express", { signUp: "off" });
    const other = await off.administrator();
    expect((await other.browser.get(INVITE)).status).to.equal(404);
    expect((await other.browser.get("/admin")).text).not.to.include("Invite a user");
    await off.close();
  });

  it("the link of the first administrator: with a password, or for a user who is there", async () => {
    const world = await startAccounts();
    const tickets = new Tickets(world.records, () => world.now);
    const wanted = { purpose: "administrator", groups: ["administrators"] } as const;
    const link = `/welcome?ticket=${await tickets.issue(wanted)}`;
    const browser = world.browser();
    const page = await browser.get(link);
    expect(page.text).to.include("You will administer this portal.").and.include(">E-mail</label>");
    expect((await submit(browser, page, { "new-password": NEXT, "e-mail": "no address" })).status).to.equal(
      400,
    );
    const made = await submit(browser, page, { "new-password": NEXT, "e-mail": "root@contoso.example" });
    expect(made.status).to.equal(303);
    expect((await browser.get("/admin")).status).to.equal(200);
    const [user] = await userWith(world, "root@contoso.example");
    expect(user?.value).to.deep.include({ emailVerified: false, groups: ["administrators"] });
    expect((await world.browser().get(link)).status).to.equal(410);
    // With an administrator, no such link is valid.
    expect((await world.browser().get(`/welcome?ticket=${await tickets.issue(wanted)}`)).status).to.equal(
      410,
    );
    await world.close();
  });

  it("the link of the first administrator, for a user who is there", async () => {
    const world = await startAccounts();
    const link = `/welcome?ticket=${await new Tickets(world.records, () => world.now).issue({
      purpose: "administrator",
      groups: ["administrators"],
    })}`;
    const browser = world.browser();
    const state = new URL((await browser.get("/signin/entra")).location ?? "").searchParams.get("state");
    await browser.get(`/signin/entra/callback?state=${state}`);
    expect((await browser.get("/admin")).status).to.equal(404);
    expect((await acceptAtIssuer(browser, link)).status).to.equal(302);
    expect((await browser.get("/admin")).status).to.equal(200);
    expect((await world.records.list("user")).records).to.have.length(1);
    await world.close();
  });

  it("the link of a reset proves the address of the first administrator", async () => {
    const world = await startAccounts();
    const id = await world.user("root@contoso.example");
    const record = (await world.records.get("user", id))!;
    const value = { ...record.value, emailVerified: false };
    await world.records.write([{ put: { ...record, version: record.version + 1, value } }]);
    const mail = await world.mailAfter(() =>
      world.browser().post("/reset", { "e-mail": "root@contoso.example", captcha: "any" }),
    );
    const browser = world.browser();
    const page = await browser.get(linkIn(mail, "/reset/password"));
    expect((await submit(browser, page, { "new-password": NEXT })).status).to.equal(303);
    expect((await world.records.get("user", id))?.value["emailVerified"]).to.equal(true);
    await world.close();
  });

  it("a shell gets the link", async () => {
    const records = new MemoryRecordRepository({ clock: () => 1000 });
    const place = { records, publicUrl: new URL("https://api.example.com/developer/") };
    const wanted = { email: " Ada@Contoso.example", groups: ["administrators"] };
    const { link, expiresAt } = await inviteUser(wanted, { ...place, clock: () => 1000 });
    expect(link).to.match(/^https:\/\/api\.example\.com\/developer\/welcome\?ticket=[\w-]{43}$/);
    expect(expiresAt).to.equal(1000 + 48 * 3_600_000);
    const found = await new Tickets(records, () => 1000).find(ticketOf(link), "invitation");
    expect(found).to.deep.include({ email: "ada@contoso.example", groups: ["administrators"] });
    expect((await records.list("audit")).records[0]?.value).to.include({ action: "invitation-sent" });
    const error = await inviteUser({ email: "a@b.example, c@d.example" }, place).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(InvalidEmailError).and.include({ code: "PRODUCT_AUTH_INVALID_EMAIL" });
  });
});
