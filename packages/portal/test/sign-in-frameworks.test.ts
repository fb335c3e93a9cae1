import { expect } from "chai";
import { startPortal, type World } from "./support/start-portal.js";

const SESSION = "product-auth-portal";

for (const framework of ["express", "koa", "fastify"] as const)
  describe(`sign-in on ${framework}`, () => {
    let world: World;
    before(async () => {
      world = await startPortal({ framework });
    });
    after(() => world.close());

    it("a user signs in, changes the profile, looks at the sessions and signs out", async () => {
      const browser = world.browser();
      const profile = await browser.follow(await browser.signIn("adele", "/profile"));
      expect(profile.h1).to.equal("Profile");
      expect(profile.text).to.include('<a href="/developer/activity">My activity</a>');
      const saved = await browser.post("/profile", { "first-name": "Ada", "last-name": "Vance" });
      expect(saved.status).to.equal(303);
      expect((await browser.follow(saved)).text).to.include('value="Ada"');
      expect((await browser.get("/profile/sessions")).text).to.include("127.0.0.0/24");
      const session = browser.cookies.get(SESSION)!;
      expect((await browser.follow(await browser.post("/signout"))).h1).to.equal("You are signed out");
      const old = world.browser();
      old.cookies.set(SESSION, session);
      expect((await old.get("/profile")).location).to.include("/signin?returnTo=");
    });

    it("an answer of the issuer works once, in its browser, below the portal", async () => {
      const browser = world.browser();
      const callback = await browser.pick("adele", "/signin?returnTo=//evil.example");
      const other = world.browser();
      for (const url of [callback, `${callback}&state=again`, callback.replace("state=", "state=x")])
        expect((await other.get(url)).h1).to.equal("Sign-in failed");
      expect((await browser.get(`${callback}&code=again`)).h1).to.equal("Sign-in failed");
      expect((await browser.get(callback)).location).to.equal("/developer");
      expect((await browser.get(callback)).h1).to.equal("Sign-in failed");
      expect(other.cookies.size).to.equal(0);
    });

    it("forms of other sites change nothing, and repeated fields are refused", async () => {
      const browser = world.browser();
      await browser.signIn("alex");
      const names = { "first-name": "Eve", "last-name": "" };
      for (const site of ["cross-site", "same-site", "none", ""])
        expect((await browser.post("/profile", names, { "sec-fetch-site": site })).status).to.equal(403);
      expect((await browser.post("/signout", {}, { "sec-fetch-site": "cross-site" })).status).to.equal(403);
      const twice = new URLSearchParams("first-name=a&first-name=b");
      expect((await browser.post("/profile", twice)).status).to.equal(400);
      expect((await browser.get("/profile")).text).to.include('value="Alex Wilber"');
    });

    it("other hosts in headers change no link", async () => {
      const browser = world.browser();
      const headers = {
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        forwarded: "host=evil.example",
      };
      const { location = "" } = await browser.get("/signin/entra", headers);
      expect(new URL(location).searchParams.get("redirect_uri")).to.equal(
        `${world.url}/signin/entra/callback`,
      );
    });
  });
