import { expect } from "chai";
import type { PortalEvent } from "@product-auth/portal";
import { ProviderHealth } from "#src/sign-in/provider-health.js";
import { describeOnEach } from "./support/open-server.js";
import { entraIdOf, startPortal, type World } from "./support/start-portal.js";

describeOnEach("sign-in", (framework) => {
  let world: World;
  before(async () => {
    world = await startPortal({ framework });
  });
  after(() => world.close());

  const eventsOf = (action: PortalEvent["action"]) => world.events.filter((event) => event.action === action);
  const usersStored = async () => (await world.records.list("user", { limit: 1000 })).records;

  it("goes to the issuer and returns to the page that asked for it", async () => {
    const browser = world.browser();
    const refused = await browser.get("/profile");
    expect(refused.location).to.equal("/developer/signin?returnTo=%2Fdeveloper%2Fprofile");
    const back = await browser.signIn("adele", "/profile");
    expect(back.location).to.equal("/developer/profile");
    const profile = await browser.follow(back);
    expect(profile.h1).to.equal("Profile");
    expect(profile.text).to.include('value="Adele"').and.include('value="Vance"');
    expect(profile.text).to.include("adele@contoso.onmicrosoft.com");
    expect(profile.text).to.include("<dd>Developers</dd>");
  });

  it("asks with code, PKCE, state and nonce, and tells the browser to return by query", async () => {
    const { location = "" } = await world.browser().get("/signin/entra");
    const asked = new URL(location).searchParams;
    expect(asked.get("response_type")).to.equal("code");
    expect(asked.get("response_mode")).to.equal("query");
    expect(asked.get("code_challenge_method")).to.equal("S256");
    expect(asked.get("redirect_uri")).to.equal(`${world.url}/signin/entra/callback`);
    expect(asked.get("state")).to.have.length(43);
    expect(asked.get("nonce")).to.have.length(43);
    expect(asked.has("prompt")).to.equal(false);
  });

  it("with one provider, /signin goes straight on; a user who is signed in goes to the page", async () => {
    const browser = world.browser();
    expect((await browser.get("/signin?returnTo=/developer/apis")).location).to.equal(
      "/developer/signin/entra?returnTo=%2Fdeveloper%2Fapis",
    );
    await browser.signIn("adele");
    expect((await browser.get("/signin?returnTo=/developer/apis")).location).to.equal("/developer/apis");
  });

  it("the second sign-in finds the user of the first", async () => {
    const before = (await usersStored()).length;
    const created = eventsOf("user-created").length;
    await world.browser().signIn("adele");
    expect(await usersStored()).to.have.length(before);
    expect(eventsOf("user-created")).to.have.length(created);
    const event = eventsOf("sign-in").at(-1);
    expect(event).to.include({ target: "entra", address: "127.0.0.0/24" });
    expect(event?.actor).to.equal(event?.owner).and.be.a("string");
  });

  it("twenty first sign-ins at once make one user", async () => {
    const before = (await usersStored()).length;
    const browsers = Array.from({ length: 20 }, () => world.browser());
    const callbacks = await Promise.all(browsers.map((browser) => browser.pick("partner")));
    const pages = await Promise.all(browsers.map((browser, i) => browser.get(callbacks[i]!)));
    expect(pages.map(({ location }) => location)).to.deep.equal(Array(20).fill("/developer"));
    expect(await usersStored()).to.have.length(before + 1);
    expect(eventsOf("user-created").filter(({ name }) => name === "Partner")).to.have.length(1);
  });

  it("a guest of the tenant signs in", async () => {
    const browser = world.browser();
    expect((await browser.signIn("megan")).location).to.equal("/developer");
    const { text } = await browser.get("/profile");
    expect(text).to.include('value="Megan Bowen"').and.include("megan@example.com");
  });

  it("a user with an app role of the option is an administrator, for the session", async () => {
    const browser = world.browser();
    await browser.signIn("portal.admin");
    expect((await browser.get("/products/draft")).h1).to.equal("Draft");
    const adele = world.browser();
    await adele.signIn("adele");
    expect((await adele.get("/products/draft")).status).to.equal(404);
  });

  for (const [user, by] of [
    ["partner", "app role"],
    ["alex", "object id"],
  ] as const)
    it(`groups are given by ${by}`, async () => {
      const browser = world.browser();
      expect((await browser.get("/products/internal")).status).to.equal(404);
      await browser.signIn(user);
      expect((await browser.get("/products/internal")).h1).to.equal("Internal");
      expect((await browser.get("/profile")).text).to.include("<dd>Developers, Partners</dd>");
    });

  it("a user in too many groups is in none by object id", async () => {
    const browser = world.browser();
    await browser.signIn("many.groups");
    expect((await browser.get("/profile")).text).to.include("<dd>Developers</dd>");
    expect((await browser.get("/products/internal")).status).to.equal(404);
  });

  it("goes on in two tabs at the same time, and gives up the oldest of more than five", async () => {
    const browser = world.browser();
    const first = await browser.pick("adele", "/signin/entra?returnTo=/developer/apis");
    const second = await browser.pick("adele", "/signin/entra?returnTo=/developer/products");
    expect((await browser.get(second)).location).to.equal("/developer/products");
    expect((await browser.get(first)).location).to.equal("/developer/apis");
    expect((await browser.get("/profile")).h1).to.equal("Profile");
    expect([...browser.cookies.keys()]).to.deep.equal(["product-auth-portal"]);
    const callbacks: string[] = [];
    for (let i = 0; i < 6; i++) callbacks.push(await browser.pick("adele", "/signin/entra"));
    const pages = [];
    for (const callback of callbacks) pages.push(await browser.get(callback));
    expect(pages.map(({ status }) => status)).to.deep.equal([400, 302, 302, 302, 302, 302]);
  });

  it("with several providers, /signin lists them", async () => {
    const several = await startPortal({
      framework,
      portal: (entra) => ({
        signIn: [entraIdOf(entra), entraIdOf(entra, { id: "second", label: "Fabrikam <1>" })],
      }),
    });
    try {
      const page = await several.browser().get("/signin?returnTo=/developer/apis");
      expect(page.h1).to.equal("Sign in");
      expect(page.text).to.include(
        '<a class="button" href="/developer/signin/entra?returnTo=%2Fdeveloper%2Fapis">Sign in with Microsoft Entra ID</a>',
      );
      expect(page.text).to.include("Sign in with Fabrikam &lt;1&gt;</a>");
      expect((await several.browser().get("/signin/third")).status).to.equal(404);
      const browser = several.browser();
      expect((await browser.signIn("adele", "/signin/second")).location).to.equal("/developer");
    } finally {
      await several.close();
    }
  });

  describe("an e-mail address identifies no user", () => {
    it("a guest with the address of an administrator is another user without rights", async () => {
      const records = world.records;
      await world.browser().signIn("portal.admin");
      const before = (await usersStored()).length;
      const stranger = await startPortal({
        framework,
        records,
        users: {
          mallory: {
            email: "portal.admin@contoso.onmicrosoft.com",
            guest: { idp: "mail" },
            userPrincipalName: "mallory@example.com",
          },
        },
      });
      try {
        const browser = stranger.browser();
        await browser.signIn("mallory");
        expect((await browser.get("/profile")).text).to.include("portal.admin@contoso.onmicrosoft.com");
        expect((await browser.get("/products/draft")).status).to.equal(404);
        expect(await usersStored()).to.have.length(before + 1);
      } finally {
        await stranger.close();
      }
    });
  });

  it("a script in a claim is text", async () => {
    const script = `<script>alert("1")</script>`;
    const hostile = await startPortal({
      framework,
      users: {
        mallory: { givenName: script, surname: "' onload=", displayName: script, email: `"<b>"@example.com` },
      },
    });
    try {
      const browser = hostile.browser();
      await browser.signIn("mallory");
      const { text } = await browser.get("/profile");
      expect(text).not.to.match(/<script>|<b>|' onload/);
      expect(text).to.include('value="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"');
      expect(text).to.include("&quot;&lt;b&gt;&quot;@example.com");
    } finally {
      await hostile.close();
    }
  });

  it("very long claims are cut", async () => {
    const long = await startPortal({
      framework,
      users: { long: { givenName: "g".repeat(5000), surname: "s".repeat(5000) } },
    });
    try {
      await long.browser().signIn("long");
      const [user] = (await long.records.list("user")).records;
      expect(user?.value).to.include({ firstName: "g".repeat(100), lastName: "s".repeat(100) });
    } finally {
      await long.close();
    }
  });
});

describe("the state of a provider", () => {
  it("says what happened last", () => {
    let now = 1000;
    const health = new ProviderHealth(() => now);
    expect(health.of("entra")).to.deep.equal({});
    health.unreachable("entra");
    now++;
    health.unreachable("entra");
    expect(health.of("entra")).to.deep.equal({ unreachableSince: 1000 });
    health.refused("entra", "AADSTS7000222");
    expect(health.of("entra")).to.deep.equal({ lastRefusal: { reason: "AADSTS7000222", at: 1001 } });
    health.signedIn("entra", false);
    expect(health.of("entra")).to.include({ lastSignIn: 1001, groupsOmittedAt: 1001 });
    expect(health.of("other")).to.deep.equal({});
  });
});
