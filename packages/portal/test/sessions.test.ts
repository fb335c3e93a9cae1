import { expect } from "chai";
import type { Browser } from "./support/browser.js";
import { describeOnEach } from "./support/open-server.js";
import { startPortal, type World } from "./support/start-portal.js";

const SESSION = "product-auth-portal";
const MINUTE = 60_000;

describeOnEach("sessions", (framework) => {
  let now = Date.now();
  let world: World;
  before(async () => {
    world = await startPortal({ framework, clock: () => now, portal: () => ({ attempts: 100 }) });
  });
  after(() => world.close());

  async function signedIn(user = "adele"): Promise<Browser> {
    const browser = world.browser();
    await browser.signIn(user);
    return browser;
  }
  const isSignedIn = async (browser: Browser) => (await browser.get("/profile")).status === 200;
  const sessionsStored = async () => (await world.records.list("session", { limit: 1000 })).records;

  it("the cookie is HttpOnly, SameSite=Lax, for the whole host, and ends with the browser", async () => {
    const browser = world.browser();
    const page = await browser.signIn("adele");
    const set = page.headers.getSetCookie().find((cookie) => cookie.startsWith(`${SESSION}=`));
    expect(set).to.match(/^product-auth-portal=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const stored = JSON.stringify(await sessionsStored());
    expect(stored).not.to.include(browser.cookies.get(SESSION));
  });

  it("with https, cookies are bound to the host and Secure", async () => {
    const { CookieJar } = await import("#src/http/cookies.js");
    expect(new CookieJar(true).set("a", { suffix: "-flow", maxAge: 600 })).to.equal(
      "__Host-product-auth-portal-flow=a; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure",
    );
  });

  it("a session that another person set up is never adopted", async () => {
    const attacker = await signedIn("alex");
    const planted = attacker.cookies.get(SESSION)!;
    const victim = world.browser();
    victim.cookies.set(SESSION, planted);
    await victim.signIn("adele", "/signin/entra");
    expect(victim.cookies.get(SESSION)).not.to.equal(planted);
    expect((await victim.get("/profile")).text).to.include("adele@contoso");
    // It ended with the sign-in in its browser, so that it cannot be used from elsewhere either.
    expect(await isSignedIn(attacker)).to.equal(false);
    victim.cookies.set(SESSION, "b".repeat(43));
    await victim.signIn("adele", "/signin/entra");
    expect(victim.cookies.get(SESSION)).not.to.equal("b".repeat(43));
  });

  it("each sign-in has a new id and ends the session that the browser had", async () => {
    const browser = await signedIn();
    const first = browser.cookies.get(SESSION)!;
    await browser.signIn("adele", "/signin/entra");
    expect(browser.cookies.get(SESSION)).not.to.equal(first);
    const old = world.browser();
    old.cookies.set(SESSION, first);
    expect(await isSignedIn(old)).to.equal(false);
  });

  it("sign-out ends it: the old cookie opens nothing", async () => {
    const browser = await signedIn();
    const old = world.browser();
    old.cookies.set(SESSION, browser.cookies.get(SESSION)!);
    const out = await browser.post("/signout");
    expect(out.status).to.equal(303);
    expect(browser.cookies.has(SESSION)).to.equal(false);
    const page = await browser.follow(out);
    expect(page.h1).to.equal("You are signed out");
    const link = /href="([^"]+)">Sign out of Microsoft Entra ID as well<\/a>/.exec(page.text)?.[1] ?? "";
    const issuer = new URL(link.replaceAll("&amp;", "&"));
    expect(issuer.origin).to.equal(world.entra.origin);
    expect(issuer.searchParams.get("post_logout_redirect_uri")).to.equal(`${world.url}/signed-out`);
    expect((await fetch(issuer, { redirect: "manual" })).headers.get("location")).to.equal(
      `${world.url}/signed-out`,
    );
    expect((await browser.get("/signed-out")).text).not.to.include("as well");
    expect(await isSignedIn(old)).to.equal(false);
    expect(world.events.at(-1)).to.include({ action: "sign-out" });
  });

  it("sign-out needs a POST of a page of the portal; without a session it does nothing", async () => {
    const browser = await signedIn();
    expect((await browser.get("/signout")).status).to.equal(405);
    expect((await browser.post("/signout", {}, { "sec-fetch-site": "cross-site" })).status).to.equal(403);
    expect(await isSignedIn(browser)).to.equal(true);
    const events = world.events.length;
    expect((await world.browser().post("/signout")).location).to.equal("/developer/signed-out");
    expect(world.events).to.have.length(events);
  });

  it("the page after the sign-out stands while the issuer is down", async () => {
    const down = await startPortal({ framework });
    try {
      down.entra.faults.outage();
      const page = await down.browser().get("/signed-out?provider=entra");
      expect(page.status).to.equal(200);
      expect(page.text).not.to.include("as well");
      expect((await down.browser().get("/signed-out?provider=<x>")).status).to.equal(200);
    } finally {
      await down.close();
    }
  });

  it("60 minutes without a request end it, 12 hours in any case", async () => {
    const idle = await signedIn();
    now += 59 * MINUTE;
    expect(await isSignedIn(idle)).to.equal(true);
    now += 59 * MINUTE;
    expect(await isSignedIn(idle)).to.equal(true);
    now += 60 * MINUTE;
    expect(await isSignedIn(idle)).to.equal(false);
    const used = await signedIn();
    for (let hours = 0; hours < 23; hours++) {
      now += 30 * MINUTE;
      expect(await isSignedIn(used)).to.equal(true);
    }
    now += 30 * MINUTE;
    expect(await isSignedIn(used)).to.equal(false);
  });

  it("notes its last use at most every 5 minutes", async () => {
    const browser = await signedIn("partner");
    const versions = async () =>
      (await sessionsStored()).map(({ version }) => version).toSorted((a, b) => a - b);
    const before = await versions();
    for (let i = 0; i < 4; i++) {
      now += MINUTE;
      await browser.get("/products");
    }
    expect(await versions()).to.deep.equal(before);
    now += MINUTE;
    await Promise.all([browser.get("/products"), browser.get("/apis")]);
    expect((await versions()).at(-1)).to.equal((before.at(-1) ?? 0) + 1);
  });

  it("of a user who is blocked is refused at the next request", async () => {
    const browser = await signedIn("megan");
    const all = (await world.records.list("user", { limit: 1000 })).records;
    const user = all.find(({ value }) => value["email"] === "megan@example.com")!;
    await world.records.write([
      { put: { ...user, version: user.version + 1, value: { ...user.value, state: "blocked" } } },
    ]);
    expect((await browser.get("/profile")).location).to.include("/signin?returnTo=");
    expect((await browser.get("/products")).text).to.include(">Sign in</a>");
  });

  it("expired sessions and sign-ins do not pile up in the records", async () => {
    const before = (await sessionsStored()).length;
    for (let i = 0; i < 30; i++) await world.browser().get("/signin/entra");
    const flows = () => world.records.list("flow", { limit: 1000 });
    expect((await flows()).records.length).to.be.at.least(30);
    now += 13 * 60 * MINUTE;
    await signedIn();
    expect((await flows()).records).to.have.length(0);
    expect((await sessionsStored()).length)
      .to.equal(1)
      .and.lessThan(before + 1);
  });

  describe("the page", () => {
    it("lists the user's own sessions with browser, network and times", async () => {
      const browser = world.browser();
      await browser.get(await browser.pick("alex"), {
        "user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:130.0) <script> Gecko/20100101 Firefox/130.0",
      });
      await signedIn("adele");
      const { text, h1 } = await browser.get("/profile/sessions");
      expect(h1).to.equal("Sessions");
      expect(text).to.include("Firefox on Windows <strong>(this session)</strong>");
      expect(text).to.include("127.0.0.0/24").and.not.include("script&gt;");
      expect(text.match(/<tr>/g)).to.have.length(2);
      expect(text).not.to.include("Sign out everywhere else");
    });

    it("signs out everywhere else", async () => {
      const [here, there, third] = [await signedIn(), await signedIn(), await signedIn()];
      const other = await signedIn("partner");
      expect((await here.get("/profile/sessions")).text).to.include(
        "<button>Sign out everywhere else</button>",
      );
      const page = await here.follow(await here.post("/profile/sessions"));
      expect(page.text).to.include("You are signed out everywhere else.");
      expect(page.text.match(/<tr>/g)).to.have.length(2);
      expect(await Promise.all([here, there, third, other].map(isSignedIn))).to.deep.equal([
        ...[true, false, false, true],
      ]);
      expect(world.events.at(-1)).to.include({ action: "sign-out-elsewhere" });
    });

    it("of more sessions than one write or one page of a list holds", async () => {
      const { Sessions } = await import("#src/sign-in/sessions.js");
      const sessions = new Sessions(world.records, () => now, { idle: MINUTE, absolute: MINUTE });
      const many = Array.from({ length: 1010 }, () =>
        sessions.create({ userId: "u", provider: "p", isAdministrator: false, groups: [], agent: "" }),
      );
      for (let i = 0; i < many.length; i += 20)
        await world.records.write(many.slice(i, i + 20).map(({ change }) => change));
      const keep = (await sessions.find(many[7]!.cookie))!;
      expect(await sessions.endOthers("u", keep.id)).to.equal(1009);
      expect((await sessions.ofUser("u")).map(({ id }) => id)).to.deep.equal([keep.id]);
    });
  });
});

describeOnEach("the profile", (framework) => {
  let world: World;
  let browser: Browser;
  before(async () => {
    world = await startPortal({ framework });
  });
  beforeEach(async () => {
    browser = world.browser();
    await browser.signIn("adele");
  });
  after(() => world.close());

  it("changes the names, and nothing else that is sent", async () => {
    const users = async () => (await world.records.list("user")).records;
    const [before] = await users();
    const fields = new URLSearchParams({ "first-name": " Ad\u0065\u0301le ", "last-name": "<b>V</b>" });
    for (const name of ["groups", "state", "owner", "administrator", "email", "id", "__proto__", "role"])
      fields.append(name, "administrators");
    const saved = await browser.follow(await browser.post("/profile", fields));
    expect(saved.text).to.include("Your profile was saved.");
    expect(saved.text).to.include('value="Adéle"').and.include('value="&lt;b&gt;V&lt;/b&gt;"');
    const [after] = await users();
    const { firstName: _, lastName: __, ...rest } = before!.value as Record<string, unknown>;
    expect(after!.value).to.deep.equal({ ...rest, firstName: "Adéle", lastName: "<b>V</b>" });
    expect(world.events.at(-1)).to.include({ action: "profile-changed" });
    const events = world.events.length;
    await browser.post("/profile", { "first-name": "Adéle", "last-name": "<b>V</b>" });
    expect(world.events).to.have.length(events);
  });

  for (const [fields, words] of [
    [{ "first-name": "x".repeat(101), "last-name": "" }, "Shorten the first name to 100 characters"],
    [{ "first-name": "a", "last-name": "b\nc" }, "Write the last name on one line"],
    [{ "first-name": " ", "last-name": "" }, "Enter a first name or a last name"],
    [{}, "Enter a first name or a last name"],
  ] as const)
    it(`refuses: ${words}`, async () => {
      const page = await browser.post("/profile", fields);
      expect(page.status).to.equal(400);
      expect(page.text).to.include('role="alert"').and.include(words).and.include('aria-invalid="true"');
    });

  it("refuses a field that is sent twice, and a form of another site", async () => {
    const twice = new URLSearchParams("first-name=a&first-name=b");
    expect((await browser.post("/profile", twice)).status).to.equal(400);
    for (const headers of [{ "sec-fetch-site": "same-site" }, { "sec-fetch-site": "none" }])
      expect((await browser.post("/profile", { "first-name": "Eve" }, headers)).status).to.equal(403);
    expect((await browser.get("/profile")).text).not.to.include("Eve");
  });

  it("refuses a form without a word on where it comes from, and of every other origin", async () => {
    const cookie = `${SESSION}=${browser.cookies.get(SESSION)}`;
    const { origin, port } = new URL(world.url);
    const post = (headers: Record<string, string>) =>
      world.portal.handle(
        new Request(`${world.url}/profile`, {
          method: "POST",
          headers: { cookie, ...headers },
          body: new URLSearchParams({ "first-name": "Adele", "last-name": "Vance" }),
        }),
        { address: undefined },
      );
    for (const foreign of [
      ...["null", "", "https://evil.example", `http://evil.127.0.0.1:${port}`, `${origin}.evil.example`],
      ...[`http://127.0.0.1:1`, origin.replace("http:", "https:"), `${origin}/`, origin.toUpperCase()],
    ])
      expect((await post({ origin: foreign })).status, foreign).to.equal(403);
    expect((await post({})).status).to.equal(403);
    expect((await post({ origin, "sec-fetch-site": "cross-site" })).status).to.equal(403);
    expect((await post({ origin })).status).to.equal(303);
  });

  it("there is no page for a password without sign-in by password", async () => {
    expect((await browser.get("/profile/password")).status).to.equal(404);
  });
});
