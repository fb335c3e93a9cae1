import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { UserUnavailableError, verifyDelegation, type PortalOptions } from "@product-auth/portal";
import { expect } from "chai";
import type { Browser, Page } from "../support/browser.js";
import { startBasic, type BasicPortal } from "../support/start-basic.js";

const KEY = Buffer.alloc(64, 5).toString("base64");
const SITE = "https://www.example.com/delegation";

const start = (framework: "express" | "koa" | "fastify", more: Partial<PortalOptions> = {}) =>
  startBasic(framework, { signIn: [], delegation: { url: SITE, validationKey: KEY }, ...more });

const adele = { id: "user-42", email: "Adele@Example.com", firstName: "Adele", lastName: "Vance" };

/** What a browser sends with a link that is followed. */
const NAVIGATION = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" };

/** What the site gets, checked as it would. */
function requestIn(page: Page, { now }: { now: number }) {
  expect(page.status, page.text).to.equal(302);
  const to = new URL(page.location ?? "");
  expect(to.origin + to.pathname).to.equal(SITE);
  const request = verifyDelegation(to.searchParams, { validationKey: KEY, clock: () => now });
  if (!request.isValid) throw new Error(request.reason);
  return request;
}

const ssoPath = (token: string, returnUrl = "/developer") =>
  `/signin-sso?${new URLSearchParams({ token, returnUrl }).toString()}`;

const signedIn = async (browser: Browser) => (await browser.get("/profile")).status === 200;

for (const framework of ["express", "koa", "fastify"] as const)
  describe(`delegation, on ${framework}`, () => {
    let world: BasicPortal;
    before(async () => {
      world = await start(framework);
      await world.portal.users.create(adele);
    });
    after(() => world.close());

    /** A browser that the site has signed in. */
    async function adelesBrowser(): Promise<Browser> {
      const browser = world.browser();
      await browser.get(ssoPath(await world.portal.users.signInToken("user-42")));
      return browser;
    }

    it("signs in at the site, and returns to the page that asked for it", async () => {
      const browser = world.browser();
      const page = await browser.get("/subscriptions?x=1");
      const signIn = await browser.get(page.location?.replace(/^.*\/developer/, "") ?? "");
      const request = requestIn(signIn, world);
      if (request.operation !== "SignIn") throw new Error(request.operation);
      expect(request.returnUrl).to.equal("/developer/subscriptions?x=1");
      const token = await world.portal.users.signInToken("user-42", { salt: request.salt });
      const back = await browser.get(ssoPath(token, request.returnUrl), NAVIGATION);
      expect(back.status).to.equal(302);
      expect(back.location).to.equal("/developer/subscriptions?x=1");
      expect(await signedIn(browser)).to.equal(true);
      expect(world.events.at(-1)).to.include({ action: "sign-in", actor: "user-42", target: "delegation" });
      // The next sign-in page leads back at once.
      expect((await browser.get("/signin?returnTo=/developer/apis")).location).to.equal("/developer/apis");
    });

    it("sign-up, profile, password, closing, subscribing and cancelling are the site's", async () => {
      expect(requestIn(await world.browser().get("/signup?returnTo=/developer/products"), world)).to.include({
        operation: "SignUp",
        returnUrl: "/developer/products",
      });
      const browser = await adelesBrowser();
      for (const [path, operation] of [
        ["/profile/password", "ChangePassword"],
        ["/profile/change", "ChangeProfile"],
        ["/profile/close", "CloseAccount"],
      ] as const)
        expect(requestIn(await browser.get(path), world)).to.include({ operation, userId: "user-42" });
      expect(requestIn(await browser.get("/products/starter/subscribe"), world)).to.include({
        operation: "Subscribe",
        productId: "starter",
        userId: "user-42",
      });
      const profile = await browser.get("/profile");
      for (const name of ["Change profile", "Change password", "Close account"])
        expect(profile.text).to.include(`>${name}</a>`);
      expect(profile.text).not.to.include('name="first-name"');
      for (const path of ["/profile", "/profile/password", "/products/starter/subscribe", "/signin"])
        expect((await browser.post(path, { "first-name": "x" })).status, path).to.equal(405);
    });

    it("guests are sent to sign in, and learn nothing of products", async () => {
      for (const path of ["/products/starter/subscribe", "/products/none/subscribe", "/profile/close"]) {
        const { status, location } = await world.browser().get(path);
        expect([status, location?.includes("/developer/signin?")], path).to.deep.equal([302, true]);
      }
      const browser = await adelesBrowser();
      expect((await browser.get("/products/none/subscribe")).status).to.equal(404);
      expect((await browser.get("/subscriptions/none/cancel")).status).to.equal(404);
    });

    it("signs out here, then by a link at the site", async () => {
      const browser = await adelesBrowser();
      const out = await browser.post("/signout");
      expect(out.status).to.equal(303);
      const page = await browser.get(out.location?.replace(/^.*\/developer/, "") ?? "");
      const href = /href="(https:[^"]*)"[^>]*>Sign out of www.example.com as well/.exec(page.text)?.[1] ?? "";
      const query = new URL(href.replaceAll("&amp;", "&")).searchParams;
      const request = verifyDelegation(query, { validationKey: KEY, clock: () => world.now });
      expect(request).to.include({ isValid: true, operation: "SignOut", userId: "user-42" });
      expect(await signedIn(browser)).to.equal(false);
      // The portal signs this for no other user.
      const forged = await browser.get(
        (out.location ?? "").replace(/^.*\/developer/, "").replace("user-42", "user-43"),
      );
      expect(forged.text).not.to.include("as well");
    });

    it("a token is good once, for 60 seconds, and not by HEAD", async () => {
      const token = await world.portal.users.signInToken("user-42");
      const head = await fetch(`${world.url}${ssoPath(token)}`, { method: "HEAD", redirect: "manual" });
      expect([head.status, head.headers.get("set-cookie")]).to.deep.equal([200, null]);
      const answers = await Promise.all(Array.from({ length: 5 }, () => world.browser().get(ssoPath(token))));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([
        302, 400, 400, 400, 400,
      ]);
      const late = await world.portal.users.signInToken("user-42");
      world.now += 60_000;
      const { status, h1 } = await world.browser().get(ssoPath(late));
      expect([status, h1]).to.deep.equal([400, "Sign-in failed"]);
      for (const wrong of ["", "x".repeat(43), "../../x", "x".repeat(4000)])
        expect((await world.browser().get(ssoPath(wrong))).status, wrong.slice(0, 50)).to.equal(400);
    });

    it("signs in no browser that was not sent to the site, but by its own button", async () => {
      const token = await world.portal.users.signInToken("user-42");
      const victim = world.browser();
      const asked = await victim.get(ssoPath(token, "/developer/apis"), NAVIGATION);
      expect([asked.status, asked.h1]).to.deep.equal([200, "Sign in"]);
      expect(asked.text).to.include("Adele Vance");
      expect(await signedIn(victim)).to.equal(false);
      const fields = { token, returnUrl: "/developer/apis" };
      expect((await victim.post("/signin-sso", fields, { "sec-fetch-site": "cross-site" })).status).to.equal(
        403,
      );
      const own = await victim.post("/signin-sso", fields);
      expect([own.status, own.location]).to.deep.equal([303, "/developer/apis"]);
      expect(await signedIn(victim)).to.equal(true);
      // What a browser loads ahead, or as a picture, is no navigation either.
      const sent = world.browser();
      await sent.get("/signin");
      const next = await world.portal.users.signInToken("user-42");
      for (const headers of [
        { ...NAVIGATION, "sec-purpose": "prefetch" },
        { ...NAVIGATION, "sec-fetch-dest": "image" },
      ])
        expect((await sent.get(ssoPath(next), headers)).status).to.equal(200);
      expect((await sent.get(ssoPath(next), NAVIGATION)).status).to.equal(302);
    });

    it("a token that answers a sign-in is for the browser of that sign-in only", async () => {
      const [attacker, victim] = [world.browser(), world.browser()];
      const { salt } = requestIn(await attacker.get("/signin"), world);
      await victim.get("/signin");
      const token = await world.portal.users.signInToken("user-42", { salt });
      for (const headers of [NAVIGATION, {}]) {
        const { status, h1 } = await victim.get(ssoPath(token), headers);
        expect([status, h1]).to.deep.equal([400, "Sign-in failed"]);
      }
      expect((await victim.post("/signin-sso", { token, returnUrl: "/" })).status).to.equal(400);
      expect(await signedIn(victim)).to.equal(false);
      expect((await attacker.get(ssoPath(token), NAVIGATION)).status).to.equal(302);
    });

    it("returns below the portal only", async () => {
      for (const returnUrl of [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/developer",
        "/developer/..//evil.example",
        "/developer/%2e%2e/x",
        "javascript:alert(1)",
        "/\tdeveloper",
        "/other",
        "/developer/signin-sso?token=x",
        "/developer/signup",
      ]) {
        const token = await world.portal.users.signInToken("user-42");
        const { location } = await world.browser().get(ssoPath(token, returnUrl));
        expect(location, returnUrl).to.equal("/developer");
        const away = requestIn(
          await world.browser().get(`/signin?returnTo=${encodeURIComponent(returnUrl)}`),
          world,
        );
        expect(away, returnUrl).to.include({ returnUrl: "/developer" });
      }
    });

    it("headers of the request change no address", async () => {
      const response = await fetch(`${world.url}/signin`, {
        redirect: "manual",
        headers: {
          "x-forwarded-host": "evil.example",
          "x-forwarded-proto": "https",
          forwarded: "host=evil.example",
        },
      });
      expect(response.headers.get("location")?.startsWith(`${SITE}?`)).to.equal(true);
    });

    it("blocked users have no access", async () => {
      const { portal, records } = world;
      await portal.users.create({ ...adele, id: "blocked" });
      const token = await portal.users.signInToken("blocked");
      const record = await records.get("user", "blocked");
      await records.write([
        { put: { ...record!, version: 2, value: { ...record!.value, state: "blocked" } } },
      ]);
      const { status, h1 } = await world.browser().get(ssoPath(token));
      expect([status, h1]).to.deep.equal([403, "No access"]);
      const refused = await portal.users.signInToken("blocked").catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(UserUnavailableError).with.property("state", "blocked");
    });

    it("an act that wants a recent sign-in goes by the site", async () => {
      const browser = await adelesBrowser();
      const cookie = [...browser.cookies.values()].find((value) => value.length === 43);
      expect(cookie).to.be.a("string");
      const again = await browser.get("/signin?account=again&returnTo=/developer/profile");
      expect(requestIn(again, world)).to.include({ operation: "SignIn", returnUrl: "/developer/profile" });
    });

    it("neither key nor token is in records, events and pages", async () => {
      const browser = world.browser();
      const token = await world.portal.users.signInToken("user-42");
      await browser.get("/signin");
      await browser.get(ssoPath(token));
      const kinds = ["user", "identity", "session", "flow", "ticket", "audit", "setting"];
      const kept = await Promise.all(kinds.map((kind) => world.records.list(kind, { limit: 1000 })));
      const all = JSON.stringify([kept, world.events, await world.portal.health()]);
      expect(all).not.to.include(token).and.not.to.include(KEY);
      expect((await world.portal.health()).delegation).to.deep.equal({
        url: SITE,
        registration: true,
        subscription: true,
      });
    });
  });

describe("delegation in parts", () => {
  it("without registration, the portal signs in and the site subscribes", async () => {
    const subscriptions = new MemorySubscriptionRepository();
    const administration = administerSubscriptions({ repository: subscriptions });
    const world = await startBasic("express", {
      delegation: { url: SITE, validationKey: KEY, registration: false },
      subscriptions: administration,
    });
    try {
      const id = await world.user("adele@example.com");
      const browser = world.browser();
      expect((await browser.get("/signin")).h1).to.equal("Sign in");
      expect((await browser.get("/signin-sso?token=x")).status).to.equal(404);
      await browser.post("/signin", { "e-mail": "adele@example.com", password: "purple monkey dishwasher" });
      const request = requestIn(await browser.get("/products/starter/subscribe"), world);
      // What the site does then.
      if (request.operation !== "Subscribe") throw new Error(request.operation);
      const made = await administration.create({
        scope: `/products/${request.productId}`,
        ownerId: request.userId,
        displayName: "Starter",
      });
      expect(request.userId).to.equal(id);
      expect((await browser.get("/subscriptions")).text).to.include(made.subscription.id);
      expect(requestIn(await browser.get(`/subscriptions/${made.subscription.id}/cancel`), world)).to.include(
        {
          operation: "Unsubscribe",
          subscriptionId: made.subscription.id,
        },
      );
    } finally {
      await world.close();
    }
  });

  it("broken options are problems, and the key is in none of them", async () => {
    for (const [delegation, words] of [
      [{ url: "http://example.com", validationKey: KEY }, "https"],
      [{ url: "javascript:alert(1)", validationKey: KEY }, "https"],
      [{ url: `${SITE}?sig=x`, validationKey: KEY }, "sig"],
      [{ url: SITE, validationKey: "c2hvcnQ=" }, "32 bytes"],
      [{ url: SITE, validationKey: `${KEY}!` }, "base64"],
      [{ url: SITE, validationKey: KEY, registration: false, subscription: false }, "leave delegation out"],
    ] as const) {
      const error = (await start("express", { delegation }).catch((cause: unknown) => cause)) as Error;
      expect(error.message, words).to.include(words).and.not.to.include(KEY);
    }
    const empty = await startBasic("express", { signIn: [] }).catch((cause: unknown) => cause);
    expect((empty as Error).message).to.include("at least one provider");
    const both = startBasic("express", { delegation: { url: SITE, validationKey: KEY } });
    expect(((await both.catch((cause: unknown) => cause)) as Error).message).to.include("basic()");
  });
});
