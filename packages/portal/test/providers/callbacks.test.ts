import type { RecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import type { Browser, Page } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";
import { PEOPLE, startProviders, type ProvidersWorld } from "../support/start-providers.js";

const SESSION = "product-auth-portal";
const FOREIGN = "does not belong to a sign-in that this browser has started";

describeOnEach("the answer of an issuer", (framework) => {
  let world: ProvidersWorld;
  before(async () => {
    world = await startProviders(framework);
  });
  after(() => world.close());

  function expectFailed(page: Page, browser: Browser, words = FOREIGN): void {
    expect(page.h1).to.equal("Sign-in failed");
    expect(page.status).to.equal(400);
    expect(page.text).to.include(words);
    expect(browser.cookies.has(SESSION)).to.equal(false);
  }

  for (const provider of Object.keys(PEOPLE) as (keyof typeof PEOPLE)[])
    describe(`of ${provider}`, () => {
      it("signs in once, in the browser that asked, and at that provider alone", async () => {
        const browser = world.browser();
        const stranger = world.browser();
        const callback = await world.pick(browser, provider);
        const before = await stored(world.records);
        expectFailed(await stranger.get(callback), stranger);
        expectFailed(await stranger.get(`/signin/${provider}/callback?code=a&state=b`), stranger);
        for (const elsewhere of Object.keys(PEOPLE).filter((id) => id !== provider))
          expectFailed(
            await browser.get(callback.replace(`/signin/${provider}/`, `/signin/${elsewhere}/`)),
            browser,
          );
        expect(await stored(world.records)).to.deep.equal(before);
        expect((await browser.get(callback)).location).to.equal("/developer/profile");
        browser.cookies.delete(SESSION);
        expectFailed(await browser.get(callback), browser);
      });

      it("is refused with another nonce", async () => {
        const browser = world.browser();
        const { location = "" } = await browser.get(`/signin/${provider}`);
        const url = new URL(location);
        url.searchParams.set("nonce", "another");
        expectFailed(await browser.get(await pickAt(url.href, provider)), browser);
      });

      it("with an error shows words of the portal only", async () => {
        const browser = world.browser();
        for (const error of ["<script>alert(1)</script>", "access_denied"]) {
          const { location = "" } = await browser.get(`/signin/${provider}`);
          const state = new URL(location).searchParams.get("state") ?? "";
          const iss = provider === "oidc" ? world.openId.issuer : world.other.issuer;
          const query = new URLSearchParams({
            ...{ error, error_description: "<b>call 555</b>", state },
            ...((provider === "oidc" || provider === "other") && { iss }),
          });
          const page = await browser.get(`/signin/${provider}/callback?${query.toString()}`);
          expectFailed(page, browser, error === "access_denied" ? "was cancelled" : "was refused");
          expect(page.text).not.to.match(/<script>alert|call 555/);
        }
      });
    });

  const pickAt = async (url: string, provider: keyof typeof PEOPLE): Promise<string> => {
    if (provider === "oidc" || provider === "other")
      return (provider === "oidc" ? world.openId : world.other).pick(url, PEOPLE[provider]);
    const body = new URLSearchParams({ user: PEOPLE[provider] });
    const picked = await fetch(url, { method: "POST", redirect: "manual", body });
    return picked.headers.get("location") ?? "";
  };

  it("is refused when it names another issuer, or none where the issuer always does (RFC 9207)", async () => {
    const cases: Record<string, (params: URLSearchParams) => void> = {
      another: (params) => params.set("iss", world.other.issuer),
      none: (params) => params.delete("iss"),
    };
    for (const change of Object.values(cases)) {
      const browser = world.browser();
      const url = new URL(await world.pick(browser, "oidc"));
      change(url.searchParams);
      expectFailed(await browser.get(url.href), browser);
    }
  });

  it("is waited for no longer than its issuer is there; other providers go on", async () => {
    const browser = world.browser();
    const callback = await world.pick(browser, "external-id");
    world.external.faults.outage({ path: "token", status: 503 });
    try {
      const page = await browser.get(callback);
      expect(page.h1).to.equal("Not available");
      expect(page.status).to.equal(503);
      expect(page.headers.get("retry-after")).to.equal("30");
      expect((await browser.get(await world.pick(browser, "oidc"))).location).to.equal("/developer/profile");
    } finally {
      world.external.faults.clear();
    }
  });

  it("gives no rights by an e-mail address", async () => {
    await world.browser().signIn("portal.admin", "/signin/entra");
    const browser = world.browser();
    await browser.get(await world.pick(browser, "oidc", "mallory"));
    const profile = (await browser.get("/profile")).text;
    expect(profile).to.include('value="Mallory"').and.not.include("portal.admin@");
    expect((await browser.get("/admin")).status).to.equal(404);
  });

  it("of another organization makes nobody an administrator, whatever roles it assigns", async () => {
    const browser = world.browser();
    await browser.get(await world.pick(browser, "entra", "eve"));
    expect((await browser.get("/profile")).text).to.include("<dd>Developers</dd>");
    expect((await browser.get("/admin")).status).to.equal(404);
    const admin = world.browser();
    await admin.signIn("portal.admin", "/signin/entra");
    expect((await admin.get("/admin")).status).to.equal(200);
  });
});

const KINDS = ["user", "identity", "session", "flow", "audit"];

async function stored(records: RecordRepository): Promise<unknown> {
  return Promise.all(KINDS.map(async (kind) => (await records.list(kind, { limit: 1000 })).records));
}
