import { expect } from "chai";
import {
  linkIn,
  requestCalls,
  startAccounts,
  submit,
  ticketOf,
  type AccountWorld,
} from "../support/account-world.js";
import type { Page } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";
import { PASSWORD, scryptsDuring, signIn } from "../support/start-basic.js";

const NEXT = "a bicycle made of cheese";

const ask = (world: AccountWorld, email: string) =>
  world.browser().post("/reset", { "e-mail": email, captcha: "any" });
const linkFor = async (world: AccountWorld, email: string) =>
  linkIn(await world.mailAfter(() => ask(world, email)), "/reset/password");

describeOnEach("reset", (framework) => {
  let world: AccountWorld;
  before(async () => {
    world = await startAccounts(framework);
  });
  after(() => world.close());

  it("changes the password and ends everything that the old one has opened", async () => {
    const email = "adele@contoso.example";
    const id = await world.user(email);
    const there = world.browser();
    await signIn(there, email);
    const browser = world.browser();
    const form = await browser.get("/reset");
    expect([form.status, form.h1]).to.deep.equal([200, "Reset your password"]);
    expect(form.text).to.include("<button>Send link</button>").and.include(">E-mail</label>");
    const [mail] = [
      await world.mailAfter(async () => {
        const sent = await submit(browser, form, { "e-mail": " ADELE@contoso.example", captcha: "any" });
        expect([sent.status, sent.location]).to.deep.equal([303, "/developer/reset/sent"]);
        expect((await browser.follow(sent)).h1).to.equal("Check your mail");
      }),
    ];
    const link = linkIn(mail, "/reset/password");
    for (const method of ["HEAD", "GET"])
      expect((await world.browser().send(link, method)).status).to.equal(200);
    expect((await there.get("/profile")).status).to.equal(200);
    const page = await browser.get(link);
    expect(page.h1).to.equal("Choose a password");
    expect(page.text).to.include('<meta name="referrer" content="strict-origin" />');
    expect(page.text).to.include("<button>Change password</button>").and.include(email);
    expect((await submit(browser, page, { "new-password": email })).status).to.equal(400);
    const { length } = world.events;
    const changed = await submit(browser, page, {
      "new-password": NEXT,
      email: "x@y.example",
      groups: "administrators",
    });
    expect([changed.status, changed.location]).to.deep.equal([303, "/developer/signin?done=password-reset"]);
    expect((await browser.follow(changed)).text).to.include("Your password was changed. Sign in with it.");
    expect(browser.cookies.size).to.equal(0);
    expect((await there.get("/profile")).status).to.equal(302);
    for (const kind of ["session", "device", "ticket", "latest-ticket"])
      expect((await world.records.list(kind, { owner: id })).records, kind).to.deep.equal([]);
    expect(world.events.slice(length).map(({ action, owner }) => [action, owner])).to.deep.equal([
      ["password-reset", id],
    ]);
    expect((await world.browser().get(link)).status).to.equal(410);
    expect((await signIn(world.browser(), email)).status).to.equal(400);
    expect((await signIn(world.browser(), email, NEXT)).status).to.equal(303);
    const user = (await world.records.get("user", id))!;
    expect(user.value).to.deep.include({ email, groups: [] });
    const dump = await world.dump();
    for (const secret of [NEXT, PASSWORD, ticketOf(link)]) expect(dump).not.to.include(secret);
  });

  it("does not tell an account from none: status, headers, length, text, work and what is written", async () => {
    await world.user("grace@contoso.example");
    const seen: unknown[] = [];
    for (const email of ["gracy@contoso.example", "grace@contoso.example"]) {
      world.calls.length = 0;
      let page: Page | undefined;
      let calls: string[] = [];
      await world.mailAfter(async () => {
        const scrypts = await scryptsDuring(async () => {
          page = await ask(world, email);
          calls = requestCalls(world);
        });
        expect(scrypts).to.equal(0);
      });
      const headers = [...page!.headers].filter(([name]) => name !== "date");
      seen.push([page!.status, page!.text, headers, calls]);
    }
    expect(seen[1]).to.deep.equal(seen[0]);
    const [known, unknown] = world.mails;
    expect(known?.subject).to.equal("Contoso APIs: Choose a new password");
    expect(unknown?.subject).to.equal("Contoso APIs: No password for this address");
    expect(unknown?.text).to.include("Microsoft Entra ID").and.not.include("ticket=");
  });

  it("a blocked user gets nothing, and a user who is blocked meanwhile cannot use the link", async () => {
    await world.user("blocked@contoso.example", "blocked");
    const id = await world.user("alex@contoso.example");
    // The mail for the blocked user comes first, and is dropped.
    expect((await ask(world, "blocked@contoso.example")).location).to.equal("/developer/reset/sent");
    const link = await linkFor(world, "alex@contoso.example");
    expect(world.mails.some(({ to }) => to === "blocked@contoso.example")).to.equal(false);
    const user = (await world.records.get("user", id))!;
    const blocked = { ...user, version: user.version + 1, value: { ...user.value, state: "blocked" } };
    await world.records.write([{ put: blocked }]);
    for (const dead of [
      await world.browser().get(link),
      await world.browser().post("/reset/password", { ticket: ticketOf(link), "new-password": NEXT }),
    ])
      expect([dead.status, dead.h1]).to.deep.equal([410, "This link is no longer valid"]);
  });

  it("one address, without headers", async () => {
    const before = world.mails.length;
    for (const email of [
      "a@b.example\r\nBcc: c@d.example",
      "a@b.example,c@d.example",
      "Ada <a@b.example>",
      "",
    ]) {
      const page = await ask(world, email);
      expect(page.status).to.equal(400);
      expect(page.text).to.include("Enter an e-mail address.");
    }
    expect((await world.records.list("mail")).records).to.deep.equal([]);
    expect(world.mails.length).to.equal(before);
  });
});

describe("reset, once", () => {
  it("a link is dead after an hour, after a newer one and after a change of the password", async () => {
    const world = await startAccounts();
    const email = "adele@contoso.example";
    await world.user(email);
    const statusOf = async (path: string) => (await world.browser().get(path)).status;
    const first = await linkFor(world, email);
    const second = await linkFor(world, email);
    expect([await statusOf(first), await statusOf(second)]).to.deep.equal([410, 200]);
    expect(await statusOf(`/welcome?ticket=${ticketOf(second)}`)).to.equal(410);
    world.now += 3_600_000;
    expect(await statusOf(second)).to.equal(410);
    const third = await linkFor(world, email);
    const browser = world.browser();
    await signIn(browser, email);
    const changed = { "current-password": PASSWORD, "new-password": NEXT };
    expect((await browser.post("/profile/password", changed)).status).to.equal(303);
    expect(await statusOf(third)).to.equal(410);
    await world.close();
  });

  it("of two uses at once one changes the password", async () => {
    const world = await startAccounts();
    const id = await world.user("adele@contoso.example");
    const ticket = ticketOf(await linkFor(world, "adele@contoso.example"));
    const use = () => world.browser().post("/reset/password", { ticket, "new-password": NEXT });
    const statuses = (await Promise.all([use(), use()])).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).to.deep.equal([303, 410]);
    expect((await world.records.get("password", id))?.version).to.equal(2);
    await world.close();
  });

  for (const [who, email] of [
    ["an account", "adele@contoso.example"],
    ["an address without one", "aldea@contoso.example"],
  ] as const)
    it(`5 in an hour are the limit for ${who}`, async () => {
      const world = await startAccounts();
      await world.user("adele@contoso.example");
      for (let i = 0; i < 5; i++) expect((await ask(world, email)).status).to.equal(303);
      const refused = await ask(world, email.toUpperCase());
      expect([refused.status, refused.headers.get("retry-after")]).to.deep.equal([429, "3600"]);
      expect((await ask(world, "other@contoso.example")).status).to.equal(303);
      await world.close();
    });

  it("20 in an hour from one network", async () => {
    const world = await startAccounts("express", { attempts: 1 });
    const send = (address: string, i: number) =>
      world.portal.handle(
        new Request(`${world.url}/reset`, {
          method: "POST",
          headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ "e-mail": `user-${i}@contoso.example`, captcha: "any" }),
        }),
        { address },
      );
    for (let i = 0; i < 20; i++) expect((await send("192.0.2.1", i)).status).to.equal(303);
    expect((await send("::ffff:192.0.2.1", 20)).status).to.equal(429);
    expect((await send("192.0.2.2", 21)).status).to.equal(303);
    await world.close();
  });
});
