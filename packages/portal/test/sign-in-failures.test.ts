import type { RecordRepository } from "@product-auth/core/records";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import type { Browser, Page } from "./support/browser.js";
import { describeOnEach } from "./support/open-server.js";
import { addressIn, entraIdOf, startPortal, type World } from "./support/start-portal.js";

const SESSION = "product-auth-portal";
const FLOW = "product-auth-portal-flow";

describeOnEach("a sign-in that fails", (framework) => {
  let now = Date.now();
  let world: World;
  let fetchOfPortal: typeof fetch = fetch;
  before(async () => {
    world = await startPortal({
      framework,
      clock: () => now,
      portal: (entra) => ({
        attempts: 100,
        signIn: [
          entraIdOf(entra, { fetch: (...given) => fetchOfPortal(...given) }),
          entraIdOf(entra, { id: "second" }),
        ],
      }),
    });
  });
  afterEach(() => {
    fetchOfPortal = fetch;
    world.entra.faults.clear();
  });
  after(() => world.close());

  const start = "/signin/entra?returnTo=/developer/profile";

  async function expectNothingWritten(act: () => Promise<void>): Promise<void> {
    const before = await stored(world.records);
    const events = world.events.length;
    await act();
    expect(await stored(world.records)).to.deep.equal(before);
    expect(world.events).to.have.length(events);
  }

  function expectFailed(page: Page, browser: Browser, words: string): void {
    expect(page.status).to.equal(400);
    expect(page.h1).to.equal("Sign-in failed");
    expect(page.text).to.include(words).and.include(">Try again</a>");
    expect(browser.cookies.has(SESSION)).to.equal(false);
  }

  const FOREIGN = "does not belong to a sign-in that this browser has started";

  describe("because the answer does not belong to it: nothing is written, and the sign-in goes on", () => {
    const changed = (callback: string, change: (params: URLSearchParams) => void) => {
      const url = new URL(callback);
      change(url.searchParams);
      return url.href;
    };
    const attacks: Record<string, (callback: string) => string> = {
      "a wrong state": (url) => changed(url, (params) => params.set("state", "x".repeat(43))),
      "no state": (url) => changed(url, (params) => params.delete("state")),
      "an empty state": (url) => changed(url, (params) => params.set("state", "")),
      "a repeated state": (url) => changed(url, (params) => params.append("state", params.get("state")!)),
      "a repeated code": (url) => changed(url, (params) => params.append("code", "other")),
      "the callback of another provider": (url) => url.replace("/signin/entra/", "/signin/second/"),
    };
    for (const [name, attack] of Object.entries(attacks))
      it(name, async () => {
        const browser = world.browser();
        const callback = await browser.pick("adele", start);
        await expectNothingWritten(async () => {
          expectFailed(await browser.get(attack(callback)), browser, FOREIGN);
        });
        expect((await browser.get(callback)).location).to.equal("/developer/profile");
      });

    it("another browser, with or without a sign-in of its own", async () => {
      const victim = world.browser();
      const attacker = world.browser();
      const callback = await attacker.pick("alex", start);
      await expectNothingWritten(async () => expectFailed(await victim.get(callback), victim, FOREIGN));
      await victim.get(start);
      await expectNothingWritten(async () => expectFailed(await victim.get(callback), victim, FOREIGN));
    });

    it("unasked, with a cookie that the portal never gave", async () => {
      const browser = world.browser();
      for (const cookie of [
        ...["x", "a".repeat(43), "", "%00", "a".repeat(5000), ".", `${"a".repeat(43)}.`],
        Array(100).fill("a".repeat(43)).join("."),
      ]) {
        browser.cookies.set(FLOW, cookie);
        await expectNothingWritten(async () => {
          const page = await browser.get("/signin/entra/callback?code=a&state=b");
          expectFailed(page, browser, FOREIGN);
        });
      }
    });
  });

  it("because it is used a second time", async () => {
    const browser = world.browser();
    const callback = await browser.pick("adele", start);
    const cookie = browser.cookies.get(FLOW)!;
    await browser.get(callback);
    const other = world.browser();
    other.cookies.set(FLOW, cookie);
    expectFailed(await other.get(callback), other, FOREIGN);
  });

  it("because two callbacks race: one of them has a session", async () => {
    const browser = world.browser();
    const callback = await browser.pick("adele", start);
    const pages = await Promise.all(Array.from({ length: 5 }, () => browser.get(callback)));
    expect(pages.map(({ status }) => status)).to.have.members([302, 400, 400, 400, 400]);
  });

  it("because more than 10 minutes have passed", async () => {
    const browser = world.browser();
    const callback = await browser.pick("adele", start);
    now += 600_000;
    expectFailed(await browser.get(callback), browser, FOREIGN);
  });

  it("because the id_token has another nonce", async () => {
    const browser = world.browser();
    const { location = "" } = await browser.get(start);
    const picker = new URL(location);
    picker.searchParams.set("nonce", "another");
    const picked = await fetch(picker, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ user: "adele" }),
    });
    expectFailed(await browser.get(picked.headers.get("location")!), browser, FOREIGN);
    expect(world.events.at(-1)).to.include({
      action: "sign-in-failed",
      target: "entra",
      comment: "callback",
    });
  });

  describe("because of the id_token", () => {
    const tamper = (change: (token: string, nonce: string) => string | Promise<string>) => {
      fetchOfPortal = async (input, init) => {
        const response = await fetch(input, init);
        if (!addressIn(input).endsWith("/token")) return response;
        const answer = (await response.json()) as { id_token: string };
        const claims = JSON.parse(Buffer.from(answer.id_token.split(".")[1]!, "base64url").toString()) as {
          nonce: string;
        };
        return Response.json({ ...answer, id_token: await change(answer.id_token, claims.nonce) });
      };
    };
    const withClaims = (claims: Record<string, unknown>) => (_: string, nonce: string) =>
      world.entra.idTokenFor({ client: "portal", user: "adele", nonce, claims });
    const cases: Record<string, [(token: string, nonce: string) => string | Promise<string>, string]> = {
      "its claims were changed": [
        (token) => {
          const [header = "", body = "", signature = ""] = token.split(".");
          const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
          const changed = JSON.stringify({ ...claims, roles: ["Portal.Admin"] });
          return [header, Buffer.from(changed).toString("base64url"), signature].join(".");
        },
        FOREIGN,
      ],
      "it is not signed": [
        (token) => {
          const header = Buffer.from('{"alg":"none"}').toString("base64url");
          return `${header}.${token.split(".")[1]}.`;
        },
        FOREIGN,
      ],
      "its tenant is another one": [
        withClaims({ tid: "99999999-0000-0000-0000-999999999999" }),
        "another organization",
      ],
      "it has no tenant": [withClaims({ tid: undefined }), "The sign-in was refused"],
      "it has no object id": [withClaims({ oid: undefined }), "The sign-in was refused"],
      "its object id is no text": [withClaims({ oid: ["a"] }), "The sign-in was refused"],
      "it is for another application": [withClaims({ aud: "11111111-2222-3333-4444-555555555555" }), FOREIGN],
      "it has expired": [withClaims({ exp: 1_000_000_000 }), FOREIGN],
    };
    for (const [name, [change, words]] of Object.entries(cases))
      it(name, async () => {
        const browser = world.browser();
        const callback = await browser.pick("adele", start);
        tamper(change);
        expectFailed(await browser.get(callback), browser, words);
      });

    it("the account belongs to another tenant", async () => {
      const browser = world.browser();
      expectFailed(await browser.signIn("eve", start), browser, "belongs to another organization");
    });
  });

  describe("because the issuer refuses", () => {
    const refused = async (query: Record<string, string>) => {
      const browser = world.browser();
      const { location = "" } = await browser.get(start);
      const params = new URLSearchParams({ ...query, state: new URL(location).searchParams.get("state")! });
      return { browser, page: await browser.get(`/signin/entra/callback?${params.toString()}`) };
    };

    it("the user cancels; trying again shows the account picker", async () => {
      const browser = world.browser();
      const page = await browser.signIn("", start);
      expectFailed(page, browser, "The sign-in was cancelled");
      expect(browser.cookies.has(FLOW)).to.equal(false);
      const again = /href="([^"]+)">Try again/.exec(page.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
      expect(again).to.equal("/developer/signin/entra?returnTo=%2Fdeveloper%2Fprofile&account=choose");
      const { location = "" } = await browser.get(new URL(again, world.url).href);
      expect(new URL(location).searchParams.get("prompt")).to.equal("select_account");
    });

    for (const [query, words] of [
      [{ error: "consent_required", error_description: "AADSTS65001: …" }, "must first allow people"],
      [{ error: "login_required" }, "You were not signed in"],
      [{ error: "invalid_request", error_description: "AADSTS700016: …" }, "must correct its registration"],
      [{ error: "server_error" }, "The sign-in was refused"],
    ] as const)
      it(`${query.error}: in own words`, async () => {
        const { browser, page } = await refused(query);
        expectFailed(page, browser, words);
      });

    it("a user who is not assigned has no access", async () => {
      const { browser, page } = await refused({
        error: "access_denied",
        error_description: "AADSTS50105: Your administrator has configured the application…",
      });
      expect(page.status).to.equal(403);
      expect(page.h1).to.equal("No access");
      expect(browser.cookies.has(SESSION)).to.equal(false);
    });

    it("its text is in the audit only, markup and all", async () => {
      const markup = "<script>alert(1)</script>";
      const { page } = await refused({ error: markup, error_description: `${markup}\r\nSet-Cookie: a=b` });
      expect(page.h1).to.equal("Sign-in failed");
      expect(page.text).not.to.include("alert");
      expect(world.events.at(-1)?.comment).to.include(markup).and.have.length.lessThan(700);
    });
  });

  describe("because the portal's own secret", () => {
    for (const [name, value, words] of [
      ["is wrong", { clientSecret: "wrong" }, "refused the portal's own secret"],
      ["has expired", { clientSecret: "expired-secret" }, "refused the portal's own secret"],
    ] as const)
      it(name, async () => {
        const broken = await startPortal({
          framework,
          client: {
            secrets: [
              "a-good-secret-of-the-portal",
              { value: "expired-secret", endDateTime: "2020-01-01T00:00:00Z" },
            ],
          },
          portal: (entra) => ({ signIn: [entraIdOf(entra, value)] }),
        });
        try {
          const browser = broken.browser();
          expectFailed(await browser.signIn("adele"), browser, words.replace("'", "&#39;"));
          expect(broken.events.at(-1)?.comment).to.match(/^AADSTS70002(?:15|22): /);
          expect(JSON.stringify(broken.events)).not.to.include("expired-secret");
        } finally {
          await broken.close();
        }
      });
  });

  describe("because the issuer is down: 503 with Retry-After, and the next one works", () => {
    async function expectUnavailable(page: Page): Promise<void> {
      expect(page.status).to.equal(503);
      expect(page.h1).to.equal("Not available");
      expect(page.headers.get("retry-after")).to.equal("30");
      expect(page.text).to.include("Microsoft Entra ID cannot be reached at the moment.");
    }

    it("before the user is asked", async () => {
      const broken = await startPortal({ framework });
      try {
        broken.entra.faults.outage();
        const browser = broken.browser();
        await expectUnavailable(await browser.get("/signin/entra"));
        expect((await broken.records.list("flow")).records).to.have.length(0);
        broken.entra.faults.clear();
        expect((await browser.signIn("adele")).location).to.equal("/developer");
      } finally {
        await broken.close();
      }
    });

    for (const [name, break_] of [
      ["with 503", (faults: World["entra"]["faults"]) => faults.outage({ path: "token", status: 503 })],
      ["with 429", (faults: World["entra"]["faults"]) => faults.throttle(60)],
      ["with HTML", (faults: World["entra"]["faults"]) => faults.garbage("html", "token")],
      ["by cutting connections", (faults: World["entra"]["faults"]) => faults.outage({ refuse: true })],
      // Takes 5 seconds, and no framework takes part in the waiting.
      ...(framework === "express"
        ? [["by silence, for 5 seconds", (faults: World["entra"]["faults"]) => faults.hang("token")] as const]
        : []),
    ] as const)
      it(`when the code is redeemed, ${name}`, async () => {
        const browser = world.browser();
        const callback = await browser.pick("adele", start);
        break_(world.entra.faults);
        await expectUnavailable(await browser.get(callback));
        expect(browser.cookies.has(SESSION)).to.equal(false);
        world.entra.faults.clear();
        world.entra.faults.throttle(0);
        expect((await browser.signIn("adele", start)).location).to.equal("/developer/profile");
      }).timeout(15_000);
  });

  for (const state of ["blocked", "deleted"])
    it(`because the user is ${state}: nothing is made`, async () => {
      const browser = world.browser();
      await browser.signIn("megan", start);
      await changeUser(world.records, "megan@example.com", state);
      const sessions = (await world.records.list("session")).records.length;
      const other = world.browser();
      const page = await other.signIn("megan", start);
      expect(page.status).to.equal(403);
      expect(page.h1).to.equal("No access");
      expect(other.cookies.has(SESSION)).to.equal(false);
      expect((await world.records.list("session")).records).to.have.length(sessions);
      expect(world.events.at(-1)).to.include({ action: "sign-in-refused", target: "entra" });
      await changeUser(world.records, "megan@example.com", "active");
    });

  it("because records are down: 503, and the sign-in under way is not lost", async () => {
    const records = new MemoryRecordRepository();
    let isDown = false;
    const failing: RecordRepository = {
      get: (kind, id) => (isDown ? Promise.reject(new Error("down")) : records.get(kind, id)),
      list: (kind, query) => (isDown ? Promise.reject(new Error("down")) : records.list(kind, query)),
      write: (changes) => (isDown ? Promise.reject(new Error("down")) : records.write(changes)),
    };
    const down = await startPortal({ framework, records: failing });
    try {
      const browser = down.browser();
      const callback = await browser.pick("adele");
      isDown = true;
      expect((await browser.get(callback)).status).to.equal(503);
      expect((await browser.get("/signin/entra")).status).to.equal(503);
      expect((await browser.get("/products")).status).to.equal(200);
      isDown = false;
      expect((await browser.get(callback)).location).to.equal("/developer");
      const { cookies } = browser;
      isDown = true;
      const page = await browser.get("/products");
      expect(page.status).to.equal(503);
      expect(page.text).to.include("Reference <code>");
      expect(page.headers.getSetCookie()).to.deep.equal([]);
      expect((await down.browser().get("/products")).status).to.equal(200);
      isDown = false;
      expect(cookies.has(SESSION)).to.equal(true);
      expect((await browser.get("/profile")).h1).to.equal("Profile");
    } finally {
      await down.close();
    }
  });
});

const KINDS = ["user", "identity", "session", "flow", "audit"];

async function stored(records: RecordRepository): Promise<unknown> {
  return Promise.all(KINDS.map(async (kind) => (await records.list(kind, { limit: 1000 })).records));
}

async function changeUser(records: RecordRepository, email: string, state: string): Promise<void> {
  const all = (await records.list("user", { limit: 1000 })).records;
  const user = all.find(({ value }) => value["email"] === email)!;
  await records.write([{ put: { ...user, version: user.version + 1, value: { ...user.value, state } } }]);
}
