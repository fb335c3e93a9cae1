import { basic, outboxMail, type SignInProvider } from "@product-auth/portal";
import { expect } from "chai";
import { createApplicationsWorld } from "../support/applications-world.js";
import type { Browser, Page } from "../support/browser.js";
import { describeOnEach, WITH_PASSWORDS } from "../support/open-server.js";
import {
  IMPOSSIBLE,
  PASSWORD,
  scryptsDuring,
  signIn,
  startBasic,
  type BasicPortal,
} from "../support/start-basic.js";

const SESSION = "product-auth-portal";
const DEVICE = "product-auth-portal-device";
const MINUTE = 60_000;

const provider: SignInProvider = {
  id: "entra",
  label: "Microsoft Entra ID",
  begin: () => Promise.reject(new Error("not used")),
  complete: () => Promise.reject(new Error("not used")),
};

const isSignedIn = async (browser: Browser) => (await browser.get("/profile")).status === 200;

describeOnEach("sign-in with e-mail and password", (framework) => {
  let world: BasicPortal;
  let adele: string;
  before(async () => {
    world = await startBasic(framework);
    adele = await world.user("adele@contoso.example");
  });
  after(() => world.close());

  it("leads to the page that was asked for, with a new session and a known browser", async () => {
    const browser = world.browser();
    browser.cookies.set(SESSION, "a".repeat(43));
    const asked = await browser.follow(await browser.get("/profile"));
    expect(asked.h1).to.equal("Sign in");
    expect(asked.text).to.match(/<label for="e-mail">E-mail<\/label>\s*<input type="text"/);
    expect(asked.text).to.match(/<label for="password">Password<\/label>\s*<input type="password"/);
    expect(asked.text).to.include("<button>Sign in</button>").and.include(">Forgot your password?</a>");
    const action = /<form method="post" action="\/developer([^"]*)"/.exec(asked.text.split("<main")[1]!)![1]!;
    const { length } = world.events;
    const entered = await browser.post(action.replaceAll("&amp;", "&"), {
      "e-mail": "  ADELE@Contoso.example ",
      password: PASSWORD,
    });
    expect([entered.status, entered.location]).to.deep.equal([303, "/developer/profile"]);
    expect((await browser.follow(entered)).text).to.include(">Change password</a>");
    expect(browser.cookies.get(SESSION))
      .to.match(/^[\w-]{43}$/)
      .and.not.equal("a".repeat(43));
    const [session, device] = browser.exchanges.at(-2)!.cookies;
    expect(session).to.match(/^product-auth-portal=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(device).to.match(
      /^product-auth-portal-device=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=7776000$/,
    );
    expect(world.events.slice(length).map(({ action: what, owner }) => [what, owner])).to.deep.equal([
      ["sign-in", adele],
    ]);
    const stored = JSON.stringify((await world.records.list("device")).records);
    expect(stored).to.include(adele).and.not.include(browser.cookies.get(DEVICE));
  });

  it("does not tell an account from none: status, headers, length, text, work and what is written", async () => {
    const seen: [string, Page, string[], number][] = [];
    for (const [email, password] of [
      ["aldea@contoso.example", "another password"],
      ["adele@contoso.example", "another password"],
      ["aldea@contoso.example", IMPOSSIBLE],
      ["adele@contoso.example", IMPOSSIBLE],
    ] as const) {
      world.calls.length = 0;
      let page: Page | undefined;
      const count = await scryptsDuring(async () => (page = await signIn(world.browser(), email, password)));
      seen.push([email, page!, [...world.calls], count]);
    }
    for (const [unknown, known] of [
      [seen[0]!, seen[1]!],
      [seen[2]!, seen[3]!],
    ]) {
      const shape = ([email, page, calls, count]: (typeof seen)[number]) => ({
        status: page.status,
        headers: [...page.headers].filter(
          ([name]) => name !== "date" && name !== "etag", // of the text, which has the address
        ),
        text: page.text.replaceAll(email, "x".repeat(21)),
        calls,
        count,
      });
      expect(shape(known!)).to.deep.equal(shape(unknown!));
    }
    const [[, page, , once], , [, , , none]] = seen as [(typeof seen)[0], unknown, (typeof seen)[0]];
    expect([once, none]).to.deep.equal([1, 0]);
    expect(page.status).to.equal(400);
    expect(page.text).to.include('role="alert"').and.include("There is a problem");
    expect(page.text).to.include('<a href="#e-mail">E-mail or password is wrong.</a>');
    expect(page.text).to.include('value="aldea@contoso.example"').and.not.include("another password");
    expect(page.headers.getSetCookie()).to.deep.equal([]);
  });

  it("asks for what is missing, without work", async () => {
    world.calls.length = 0;
    const page = await signIn(world.browser(), " ", "");
    expect(page.status).to.equal(400);
    expect(page.text).to.include("Enter your e-mail address.").and.include("Enter your password.");
    const twice = new URLSearchParams([
      ["e-mail", "a@b.example"],
      ["password", "x"],
      ["password", "y"],
    ]);
    expect((await world.browser().post("/signin", twice)).status).to.equal(400);
    const site = { "sec-fetch-site": "cross-site" };
    const fields = { "e-mail": "adele@contoso.example", password: PASSWORD };
    expect((await world.browser().post("/signin", fields, site)).status).to.equal(403);
    expect(world.calls).to.deep.equal([]);
  });

  for (const [who, email] of [
    ["an account", "limited@contoso.example"],
    ["an address without one", "unlimited@contoso.example"],
  ] as const)
    it(`10 failures in 15 minutes are the limit for ${who}`, async () => {
      if (who === "an account") await world.user(email);
      const guess = () => signIn(world.browser(), email, IMPOSSIBLE);
      // All at once: each is counted before its work.
      const statuses = (await Promise.all(Array.from({ length: 14 }, guess))).map(({ status }) => status);
      expect(statuses.toSorted((a, b) => a - b)).to.deep.equal([
        ...Array.from({ length: 10 }, () => 400),
        ...Array.from({ length: 4 }, () => 429),
      ]);
      const count = await scryptsDuring(async () => {
        const page = await signIn(world.browser(), email);
        expect([page.status, page.h1]).to.deep.equal([429, "Too many attempts"]);
        expect(page.text).to.include("Too many attempts. Wait 15 minutes, then try again.");
        expect(page.headers.get("retry-after")).to.equal("900");
      });
      expect(count).to.equal(0);
      world.now += 15 * MINUTE;
      expect((await guess()).status).to.equal(400);
    });

  it("a stranger who guesses does not keep the owner out of a known browser, which has a limit of its own", async () => {
    const browser = world.browser();
    const email = "owner@contoso.example";
    await world.user(email);
    expect((await signIn(browser, email)).status).to.equal(303);
    await browser.post("/signout");
    for (let i = 0; i < 11; i++) await signIn(world.browser(), email, IMPOSSIBLE);
    expect((await signIn(world.browser(), email)).status).to.equal(429);
    // The cookie of another user's browser does not count.
    const other = world.browser();
    other.cookies.set(DEVICE, browser.cookies.get(DEVICE)!);
    expect((await signIn(other, "adele@contoso.example", IMPOSSIBLE)).status).to.equal(400);
    for (let i = 0; i < 10; i++) expect((await signIn(browser, email, IMPOSSIBLE)).status).to.equal(400);
    expect((await signIn(browser, email)).status).to.equal(429);
    world.now += 15 * MINUTE;
    const device = browser.cookies.get(DEVICE);
    expect((await signIn(browser, email)).status).to.equal(303);
    expect(browser.cookies.get(DEVICE)).to.equal(device);
    // A right password has forgotten the failures before it.
    for (let i = 0; i < 10; i++) expect((await signIn(browser, email, IMPOSSIBLE)).status).to.equal(400);
  });

  it("the session ends with a sign-out and with a change of the password elsewhere", async function endsSessions() {
    this.timeout(30_000); // six times scrypt
    const email = "changing@contoso.example";
    const id = await world.user(email);
    const [here, there] = [world.browser(), world.browser()];
    await Promise.all([signIn(here, email), signIn(there, email)]);
    const old = world.browser();
    old.cookies.set(SESSION, there.cookies.get(SESSION)!);
    const next = "a bicycle made of cheese";
    const changed = await here.post("/profile/password", {
      "current-password": PASSWORD,
      "new-password": next,
    });
    expect(changed.location).to.equal("/developer/profile?done=password-changed");
    expect((await here.follow(changed)).text).to.include("Your password was changed.");
    expect(await Promise.all([here, there, old].map(isSignedIn))).to.deep.equal([true, false, false]);
    expect(world.events.at(-1)).to.include({ action: "password-changed", owner: id, actor: id });
    const devices = (await world.records.list("device", { owner: id })).records;
    expect(devices).to.have.length(1);
    const [out, first] = [world.browser(), here.cookies.get(SESSION)!];
    out.cookies.set(SESSION, first);
    await here.post("/signout");
    expect(await isSignedIn(out)).to.equal(false);
    expect((await signIn(here, email, PASSWORD)).status).to.equal(400);
    expect((await signIn(here, email, next)).status).to.equal(303);
    expect(here.cookies.get(SESSION)).not.to.equal(first);
  });
});

describe("sign-in with e-mail and password, once", function () {
  this.timeout(WITH_PASSWORDS);
  it("a blocked user has no access, and nothing is made", async () => {
    const world = await startBasic();
    await world.user("blocked@contoso.example", "blocked");
    const browser = world.browser();
    const page = await signIn(browser, "blocked@contoso.example");
    expect([page.status, page.h1]).to.deep.equal([403, "No access"]);
    expect(browser.cookies.size).to.equal(0);
    for (const kind of ["session", "device"])
      expect((await world.records.list(kind)).records).to.deep.equal([]);
    expect(world.events.at(-1)).to.include({ action: "sign-in-refused", target: "basic" });
    await world.close();
  });

  it("a program that accepts JSON gets a problem, and a session as a browser does", async () => {
    const world = await startBasic();
    await world.user("adele@contoso.example");
    const send = (password: string) =>
      fetch(`${world.url}/signin?returnTo=/developer/profile`, {
        method: "POST",
        redirect: "manual",
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          "sec-fetch-site": "same-origin",
        },
        body: JSON.stringify({ "e-mail": "adele@contoso.example", password }),
      });
    const wrong = await send(IMPOSSIBLE);
    expect([wrong.status, wrong.headers.get("content-type")]).to.deep.equal([
      400,
      "application/problem+json",
    ]);
    expect(((await wrong.json()) as { errors: unknown }).errors).to.deep.equal([
      { field: "e-mail", message: "E-mail or password is wrong." },
    ]);
    const right = await send(PASSWORD);
    expect(right.headers.getSetCookie()).to.have.length(2);
    expect(await right.json()).to.deep.equal({ location: "/developer/profile" });
    await world.close();
  });

  it("100 attempts from one network in 15 minutes are the limit, whatever the account", async () => {
    const world = await startBasic("express", { attempts: 1 });
    const guess = (i: number) =>
      world.portal.handle(
        new Request(`${world.url}/signin`, {
          method: "POST",
          headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ "e-mail": `user-${i}@contoso.example`, password: IMPOSSIBLE }),
        }),
        { address: i < 200 ? "192.0.2.1" : "192.0.2.2" },
      );
    for (let i = 0; i < 100; i++) expect((await guess(i)).status).to.equal(400);
    const refused = await guess(100);
    expect([refused.status, refused.headers.get("retry-after")]).to.deep.equal([429, "900"]);
    expect((await guess(200)).status).to.equal(400);
    await world.close();
  });

  it("beyond the queue it answers 503, before any look-up", async () => {
    const world = await startBasic();
    let fail: ((reason: Error) => void) | undefined;
    const stuck = new Promise<never>((_, reject) => (fail = reject));
    stuck.catch(() => undefined);
    const { get } = world.records;
    Object.assign(world.records, {
      get: (kind: string, id: string) => (kind === "identity" ? stuck : get(kind, id)),
    });
    const waiting = Array.from({ length: 22 }, (_, i) =>
      signIn(world.browser(), `user-${i}@contoso.example`),
    );
    const first = await Promise.race(waiting);
    expect([first.status, first.h1]).to.deep.equal([503, "Not available"]);
    expect(first.headers.get("retry-after")).to.equal("5");
    fail?.(new Error("down"));
    await Promise.all(waiting);
    await world.close();
  });

  it("stands beside the links to other providers", async () => {
    const world = await startBasic("express", { signIn: [provider, basic()] });
    const { text } = await world.browser().get("/signin?returnTo=/developer/apis");
    expect(text).to.include(
      'href="/developer/signin/entra?returnTo=%2Fdeveloper%2Fapis">Sign in with Microsoft Entra ID',
    );
    expect(text).to.include('action="/developer/signin?returnTo=%2Fdeveloper%2Fapis"');
    const hostile = await world.browser().get("/signin?returnTo=//evil.example");
    expect(hostile.text).to.include('action="/developer/signin"').and.not.include("evil.example");
    expect((await world.browser().get("/signin/basic")).status).to.equal(404);
    await world.close();
    const without = await startBasic("express", { signIn: [provider] });
    expect((await signIn(without.browser(), "adele@contoso.example")).status).to.equal(405);
    expect((await without.browser().get("/signin")).location).to.equal("/developer/signin/entra");
    await without.close();
  });

  it("is asked for again before an act that needs a recent sign-in", async () => {
    let now = Date.now();
    const world = createApplicationsWorld({
      clock: () => now,
      patience: 30_000,
      portal: { signIn: [basic()], mail: outboxMail() },
    });
    const user = await world.user();
    const page = `/applications/${await world.registered(user)}/delete`;
    now += 16 * MINUTE;
    const away = new URLSearchParams({ returnTo: `/developer${page}`, account: "again" });
    const { to } = await user.open(page);
    expect(to).to.equal(`/signin?${away.toString()}`);
    const asked = await user.open(to!);
    expect([asked.status, asked.h1]).to.deep.equal([200, "Sign in"]);
    expect(asked.text).to.include("Sign in again to go on.");
    expect(asked.text).to.include(`action="/developer${to!.replace("&", "&amp;")}"`);
    expect((await user.open("/signin")).to).to.equal("");
    await world.portal.close();
  });

  for (const [entry, problem] of [
    [{ ...basic(), kind: "other" }, "signIn.0.begin"],
    [{ ...basic(), password: "x" }, "signIn.0.password"],
    [{ ...provider, id: "basic" }, 'is "basic", which is the id of basic()'],
  ] as const)
    it(`the option refuses ${JSON.stringify(entry)}`, async () => {
      const error = await startBasic("express", { signIn: [entry as SignInProvider] }).catch((e: Error) => e);
      expect((error as Error).message).to.include(problem);
    });

  it("the option refuses it twice", async () => {
    const error = await startBasic("express", { signIn: [basic(), basic()] }).catch((e: Error) => e);
    expect((error as Error).message).to.include('is "basic", as that of another provider');
  });
});
