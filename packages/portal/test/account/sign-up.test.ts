import { expect } from "chai";
import { mayEmailSignUp } from "#src/sign-in/may-sign-up.js";
import {
  linkIn,
  requestCalls,
  startAccounts,
  submit,
  ticketOf,
  type AccountWorld,
} from "../support/account-world.js";
import type { Page } from "../support/browser.js";
import { eventually } from "../support/eventually.js";
import { describeOnEach } from "../support/open-server.js";
import { scryptsDuring, signIn } from "../support/start-basic.js";

const NEXT = "a bicycle made of cheese";
const ada = { "e-mail": "Ada@Contoso.example", "first-name": "Ada", "last-name": "Lovelace", captcha: "any" };

const signUp = (world: AccountWorld, fields: Readonly<Record<string, string>> = {}) =>
  world.browser().post("/signup", { ...ada, ...fields });
const usersOf = async (world: AccountWorld) => (await world.records.list("user")).records;

describeOnEach("sign-up", (framework) => {
  let world: AccountWorld;
  before(async () => {
    world = await startAccounts(framework);
  });
  after(() => world.close());

  it("proves the address first; the link changes nothing, its button makes user, session and known browser", async () => {
    const browser = world.browser();
    const form = await browser.get("/signup");
    expect([form.status, form.h1]).to.deep.equal([200, "Sign up"]);
    for (const label of ["E-mail", "First name", "Last name"])
      expect(form.text).to.include(`>${label}</label>`);
    expect(form.text).to.include("<button>Sign up</button>").and.not.include("terms of use");
    world.isMailUp = false;
    const sent = await submit(browser, form, ada);
    expect([sent.status, sent.location]).to.deep.equal([303, "/developer/signup/sent"]);
    expect((await browser.follow(sent)).h1).to.equal("Check your mail");
    expect(browser.cookies.size).to.equal(0);
    // The mail waits, without a ticket; there is neither user nor password.
    expect((await world.records.list("mail")).records).to.have.length(1);
    for (const kind of ["user", "identity", "password", "ticket"])
      expect((await world.records.list(kind)).records).to.deep.equal([]);
    await eventually(() => world.refused === 1);
    world.isMailUp = true;
    const mail = await world.mailAfter(() => signUp(world));
    expect([mail.to, mail.subject]).to.deep.equal(["ada@contoso.example", "Contoso APIs: Choose a password"]);
    expect(mail.text).not.to.match(/Ada|Lovelace/);
    const link = linkIn(mail, "/welcome");
    for (const method of ["HEAD", "GET", "GET"])
      expect((await world.browser().send(link, method)).status).to.equal(200);
    const page = await browser.get(link);
    expect(page.h1).to.equal("Choose a password");
    expect(page.text).to.include('<meta name="referrer" content="strict-origin" />');
    expect(page.headers.get("cache-control")).to.equal("no-store");
    expect(page.text).to.include('type="password"').and.include("<button>Create account</button>");
    expect(page.text).not.to.include("Microsoft Entra ID");
    expect(await world.dump()).not.to.include(ticketOf(link));
    const short = await submit(browser, page, { "new-password": "short" });
    expect([short.status, short.h1]).to.deep.equal([400, "Choose a password"]);
    expect(short.text).to.include("There is a problem").and.include("at least 12 characters");
    expect(await usersOf(world)).to.deep.equal([]);
    const { length } = world.events;
    const made = await submit(browser, short, { "new-password": NEXT });
    expect([made.status, made.location]).to.deep.equal([303, "/developer/profile?done=account-created"]);
    expect((await browser.follow(made)).text)
      .to.include("Your account was created.")
      .and.include('value="Lovelace"');
    expect([...browser.cookies.keys()]).to.deep.equal(["product-auth-portal", "product-auth-portal-device"]);
    const [user, ...others] = await usersOf(world);
    expect(others).to.deep.equal([]);
    expect(user?.value).to.deep.include({ email: "ada@contoso.example", emailVerified: true, groups: [] });
    expect(world.events.slice(length).map(({ action, owner }) => [action, owner])).to.deep.equal([
      ["user-created", user?.id],
      ["sign-in", user?.id],
    ]);
    for (const dead of [
      await world.browser().get(link),
      await world.browser().post("/welcome", { ticket: ticketOf(link), "new-password": NEXT }),
    ])
      expect([dead.status, dead.h1]).to.deep.equal([410, "This link is no longer valid"]);
    expect((await signIn(world.browser(), "ada@contoso.example", NEXT)).status).to.equal(303);
    const dump = await world.dump();
    for (const secret of [NEXT, ticketOf(link), ...browser.cookies.values()])
      expect(dump).not.to.include(secret);
  });

  it("does not tell an account from none: status, headers, length, text, work and what is written", async () => {
    const email = "grace@contoso.example";
    await world.user(email);
    const seen: unknown[] = [];
    for (const address of ["gracy@contoso.example", email]) {
      world.calls.length = 0;
      let page: Page | undefined;
      let calls: string[] = [];
      const mail = await world.mailAfter(async () => {
        const scrypts = await scryptsDuring(async () => {
          page = await signUp(world, { "e-mail": address });
          calls = requestCalls(world);
        });
        expect(scrypts).to.equal(0);
      });
      expect(mail.to).to.equal(address);
      seen.push([
        page!.status,
        page!.location,
        page!.text,
        [...page!.headers].filter(([name]) => name !== "date"),
        calls,
      ]);
    }
    expect(seen[1]).to.deep.equal(seen[0]);
    const [exists] = world.mails;
    expect(exists?.subject).to.equal("Contoso APIs: You have an account");
    expect(exists?.text).to.include("/developer/signin\n").and.not.include("ticket=");
  });

  it("fields that are not of the form have no effect", async () => {
    const more = {
      groups: "administrators",
      state: "active",
      owner: "x",
      administrator: "true",
      id: "x",
      __proto__x: "x",
      "email-verified": "true",
      purpose: "administrator",
    };
    const mail = await world.mailAfter(() => signUp(world, { ...more, "e-mail": "mallory@contoso.example" }));
    const browser = world.browser();
    const page = await browser.get(linkIn(mail, "/welcome"));
    const other = { "e-mail": "victim@contoso.example", email: "victim@contoso.example" };
    const made = await submit(browser, page, { ...more, ...other, "new-password": NEXT });
    expect(made.status).to.equal(303);
    const user = (await usersOf(world)).find(({ value }) => value["email"] === "mallory@contoso.example");
    expect(user?.value["groups"]).to.deep.equal([]);
    expect((await usersOf(world)).some(({ value }) => value["email"] === "victim@contoso.example")).to.equal(
      false,
    );
    expect((await browser.get("/admin")).status).to.equal(404);
  });

  it("one address, without headers and markup", async () => {
    const before = world.mails.length;
    for (const email of [
      "a@b.example\r\nBcc: c@d.example",
      "a@b.example,c@d.example",
      "a@b.example;c@d.example",
      "Ada <a@b.example>",
      '"a b"@b.example',
      "a@b.example\u0000",
      "<script>@b.example",
      "a@b",
      // Read as another recipient by some mail servers and libraries.
      "eve.example!a@b.example",
      "a%eve.example@b.example",
      "=?utf-8?q?eve=40eve.example?=@b.example",
      "-oQtmp@b.example",
    ]) {
      const page = await signUp(world, { "e-mail": email });
      expect([page.status, page.h1], email).to.deep.equal([400, "Sign up"]);
      expect(page.text).to.include("Enter an e-mail address.").and.not.include("<script>@");
    }
    for (const [name, problem] of [
      ["Ada\r\nBcc: x@y.example", "without control characters"],
      ["x".repeat(101), "at most 100 characters"],
      [" ", "Enter a first name or a last name."],
    ] as const) {
      const page = await signUp(world, { "first-name": name, "last-name": "" });
      expect(page.status).to.equal(400);
      expect(page.text).to.include(problem);
    }
    const hostile = { "e-mail": "html@contoso.example", "first-name": "<b>x</b> https://evil.example" };
    const mail = await world.mailAfter(() => signUp(world, hostile));
    expect(world.mails.length - before).to.equal(1);
    expect(mail.text).not.to.include("evil");
    const { text } = await world.browser().get(linkIn(mail, "/welcome"));
    expect(text).to.include("&lt;b&gt;x&lt;/b&gt;").and.not.include("<b>x");
  });

  it("needs a solved CAPTCHA, and uses nothing up without one", async () => {
    world.calls.length = 0;
    const page = await signUp(world, { captcha: "" });
    expect(page.status).to.equal(400);
    expect(page.text).to.include('<a href="#captcha">Wait until the check has ended');
    expect(page.text).to.include('value="Ada@Contoso.example"');
    expect(world.calls.filter((call) => call.startsWith("write"))).to.deep.equal([]);
  });
});

describe("sign-up, once", () => {
  it("has no pages where it is off, for invitations only, or without passwords", async () => {
    for (const signUpOption of ["off", "invitation"] as const) {
      const world = await startAccounts("express", { signUp: signUpOption });
      for (const path of ["/signup", "/signup/sent"])
        expect((await world.browser().get(path)).status, path).to.equal(404);
      expect((await signUp(world)).status).to.equal(404);
      expect((await world.browser().get("/signin")).text).not.to.include(">Sign up<");
      await world.close();
    }
    const world = await startAccounts("express", { anonymous: "redirect" });
    expect((await world.browser().get("/signin")).text).to.include('href="/developer/signup">Sign up</a>');
    for (const path of ["/signup", "/signup/sent", "/reset", "/reset/sent"])
      expect((await world.browser().get(path)).status, path).to.equal(200);
    expect((await world.browser().get("/welcome")).status).to.equal(410);
    await world.close();
  });

  it("domains are compared as a whole, in any case and any spelling", () => {
    const domains = ["contoso.com", "xn--mnchen-3ya.example"];
    const settings = { basic: true, signUp: { domains } };
    for (const [email, isAllowed] of [
      ["a@contoso.com", true],
      ["a@münchen.example", true],
      ["a@xn--mnchen-3ya.example", true],
      ["a@sub.contoso.com", false],
      ["a@evilcontoso.com", false],
      ["a@contoso.com.evil.example", false],
      ["a@contoso.co", false],
      ["contoso.com@evil.example", false],
    ] as const)
      expect(mayEmailSignUp(email, settings), email).to.equal(isAllowed);
    expect(mayEmailSignUp("a@contoso.com", { basic: false, signUp: "open" })).to.equal(false);
  });

  it("the form names the domains, and the terms must be accepted", async () => {
    const world = await startAccounts("express", {
      signUp: { domains: ["contoso.com"] },
      terms: "Be **nice**. <script>alert(1)</script>",
      texts: { signUp: "Welcome *here*." },
    });
    const form = await world.browser().get("/signup");
    expect(form.text).to.include("Be <strong>nice</strong>.").and.not.include("<script>alert");
    expect(form.text).to.match(/<label for="i-accept-the-terms-of-use">\s*I accept the terms of use/);
    expect(form.text).to.include("<em>here</em>");
    const refused = await signUp(world, { "e-mail": "a@evilcontoso.com" });
    expect(refused.text).to.include("Enter an e-mail address at contoso.com.");
    expect(refused.text).to.include("Accept the terms of use.");
    const accepted = { "e-mail": "a@CONTOSO.com", "i-accept-the-terms-of-use": "yes" };
    expect((await signUp(world, accepted)).status).to.equal(303);
    await world.close();
  });

  it("a link is dead after 24 hours, after a newer one, and on another page", async () => {
    const world = await startAccounts();
    const link = async () => linkIn(await world.mailAfter(() => signUp(world)), "/welcome");
    const old = await link();
    const second = await link();
    const statusOf = async (path: string) => (await world.browser().get(path)).status;
    expect([await statusOf(old), await statusOf(second)]).to.deep.equal([410, 200]);
    expect(await statusOf(`/reset/password?ticket=${ticketOf(second)}`)).to.equal(410);
    expect((await world.browser().get(`/welcome/entra?ticket=${ticketOf(second)}`)).status).to.equal(410);
    expect((await world.browser().get(`${second}&ticket=x`)).status).to.equal(400);
    world.now += 24 * 3_600_000;
    expect(await statusOf(second)).to.equal(410);
    await world.close();
  });

  it("of two uses at once one makes the user, and of two links for one address one account", async () => {
    const world = await startAccounts();
    const link = linkIn(await world.mailAfter(() => signUp(world)), "/welcome");
    const use = () => world.browser().post("/welcome", { ticket: ticketOf(link), "new-password": NEXT });
    const statuses = (await Promise.all([use(), use()])).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).to.deep.equal([303, 410]);
    expect(await usersOf(world)).to.have.length(1);
    // The address gets an account while a link waits.
    const late = linkIn(
      await world.mailAfter(() => signUp(world, { "e-mail": "late@contoso.example" })),
      "/welcome",
    );
    await world.user("late@contoso.example");
    const page = await world.browser().post("/welcome", { ticket: ticketOf(late), "new-password": NEXT });
    expect([page.status, page.h1]).to.deep.equal([400, "Choose a password"]);
    expect(page.text).to.include("This address has an account.");
    expect(await usersOf(world)).to.have.length(2);
    await world.close();
  });

  it("all or nothing: when the records fail, the link works again", async () => {
    const world = await startAccounts();
    const link = linkIn(await world.mailAfter(() => signUp(world)), "/welcome");
    const use = () => world.browser().post("/welcome", { ticket: ticketOf(link), "new-password": NEXT });
    const { write } = world.records;
    Object.assign(world.records, { write: () => Promise.reject(new Error("down")) });
    const failed = await use();
    expect([failed.status, failed.h1, failed.headers.getSetCookie()]).to.deep.equal([
      503,
      "Not available",
      [],
    ]);
    Object.assign(world.records, { write });
    for (const kind of ["user", "identity", "password", "session", "device"])
      expect((await world.records.list(kind)).records, kind).to.deep.equal([]);
    expect((await use()).status).to.equal(303);
    await world.close();
  });

  it("5 mails in an hour to one address, from any networks, with and without an account", async () => {
    const world = await startAccounts();
    await world.user("grace@contoso.example");
    for (const email of ["grace@contoso.example", "gracy@contoso.example"]) {
      for (let i = 0; i < 5; i++) expect((await signUp(world, { "e-mail": email })).status).to.equal(303);
      for (const same of [email.toUpperCase(), email.replace("@", "\uFF20")]) {
        const refused = await signUp(world, { "e-mail": same });
        expect([refused.status, refused.headers.get("retry-after")]).to.deep.equal([429, "3600"]);
      }
    }
    expect((await signUp(world, { "e-mail": "grace+1@contoso.example" })).status).to.equal(303);
    await world.close();
  });

  it("20 in an hour from one network", async () => {
    const world = await startAccounts("express", { attempts: 1 });
    const send = (address: string, i: number) =>
      world.portal.handle(
        new Request(`${world.url}/signup`, {
          method: "POST",
          headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ ...ada, "e-mail": `user-${i}@contoso.example` }),
        }),
        { address },
      );
    for (let i = 0; i < 20; i++) expect((await send("192.0.2.1", i)).status).to.equal(303);
    const refused = await send("192.0.2.1", 20);
    expect([refused.status, refused.headers.get("retry-after")]).to.deep.equal([429, "3600"]);
    expect((await send("192.0.2.2", 21)).status).to.equal(303);
    await world.close();
  });
});
