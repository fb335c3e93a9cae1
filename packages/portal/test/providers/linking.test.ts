import { expect } from "chai";
import type { Browser, Page } from "../support/browser.js";
import { describeOnEach } from "../support/open-server.js";
import { startProviders, type ProvidersWorld } from "../support/start-providers.js";

const OWN = { "sec-fetch-site": "same-origin" };
const RECENT = 15 * 60_000;

describeOnEach("another way to sign in", (framework) => {
  let now = Date.now();
  let world: ProvidersWorld;
  before(async () => {
    world = await startProviders(framework, { clock: () => now });
  });
  after(() => world.close());

  /** Follows the link on the profile, and chooses an account at the issuer. */
  async function pickLink(browser: Browser, account = "ada"): Promise<string> {
    const { location = "" } = await browser.get("/profile/link/oidc", OWN);
    return world.openId.pick(location, account);
  }
  const stored = async (kind: string) => (await world.records.list(kind, { limit: 1000 })).records;
  const removals = ({ text }: Page) =>
    [...text.matchAll(/href="\/developer(\/profile\/identities\/[^"]+\/remove)"/g)].map(([, path]) => path!);

  it("is added on the profile, leads to the same user, and is removed again", async () => {
    const browser = world.browser();
    await browser.signIn("adele", "/signin/entra");
    const session = browser.cookies.get("product-auth-portal");
    const profile = await browser.get("/profile");
    expect(profile.text).to.include("<h2>Other ways to sign in</h2>");
    expect(profile.text).to.include(
      '<a class="button" href="/developer/profile/link/oidc">Sign in with Keycloak</a>',
    );
    const linked = await browser.get(await pickLink(browser));
    expect(linked.location).to.equal("/developer/profile?done=linked");
    expect(browser.cookies.get("product-auth-portal")).to.equal(session);
    expect((await browser.follow(linked)).text).to.include("From now on you can sign in that way, too.");
    expect((await browser.get(await pickLink(browser))).location).to.include("?done=linked-before");
    expect(world.events.at(-1)).to.include({
      ...{ action: "identity-linked", target: "oidc", name: "ada@example.com" },
    });

    const elsewhere = world.browser();
    await elsewhere.get(await world.pick(elsewhere, "oidc"));
    const same = await elsewhere.get("/profile");
    expect(same.text).to.include('value="Adele"').and.include("Remove Microsoft Entra ID");
    expect(await stored("user")).to.have.length(1);

    const [path = ""] = removals(same).filter((_, i) =>
      same.text.split("Remove ")[i + 1]?.startsWith("Keycloak"),
    );
    expect((await browser.get(path)).h1).to.equal("Remove Keycloak");
    const stranger = world.browser();
    await stranger.signIn("alex", "/signin/entra");
    for (const page of [await stranger.get(path), await stranger.post(path)])
      expect(page.status).to.equal(404);
    expect((await browser.post(path)).location).to.equal("/developer/profile?done=unlinked");
    expect((await elsewhere.get("/profile")).location).to.include("/signin?returnTo=");
    expect((await browser.get("/profile")).text).not.to.include("Remove Microsoft Entra ID");
    expect((await browser.post(path)).status).to.equal(404);
  });

  it("never goes when it is the last", async () => {
    const before = new Set((await stored("identity")).map(({ id }) => id));
    const browser = world.browser();
    await browser.signIn("partner", "/signin/entra");
    const added = async () => (await stored("identity")).filter(({ id }) => !before.has(id));
    const only = `/profile/identities/${(await added())[0]!.id}/remove`;
    for (const page of [await browser.get(only), await browser.post(only)]) {
      expect(page.status).to.equal(409);
      expect(page.text).to.include("This is the only way in which you can sign in.");
    }
    await browser.get(await pickLink(browser, "grace"));
    const paths = removals(await browser.get("/profile"));
    const pages = await Promise.all(paths.map((path) => browser.post(path)));
    expect(pages.map(({ status }) => status)).to.have.members([303, 409]);
    expect(await added()).to.have.length(1);
  });

  it("is refused when the account is that of another user", async () => {
    const other = world.browser();
    await other.get(await world.pick(other, "oidc"));
    const linked = world.events.length;
    const browser = world.browser();
    await browser.signIn("alex", "/signin/entra");
    const page = await browser.get(await pickLink(browser));
    expect(page.status).to.equal(409);
    expect(page.text).to.include("This account belongs to another user of the portal.");
    expect((await other.get("/profile")).text).to.include('value="Ada"');
    expect(world.events.slice(linked).map(({ action }) => action)).not.to.include("identity-linked");
  });

  it("is for the session that asked alone, and asked on a page of the portal", async () => {
    const browser = world.browser();
    await browser.signIn("adele", "/signin/entra");
    // An attacker who is signed in at the issuer of the victim's browser leads it here.
    for (const headers of [{}, { "sec-fetch-site": "cross-site" }, { referer: "https://evil.example/" }])
      expect((await browser.get("/profile/link/oidc", headers)).location).to.equal("/developer/profile");
    expect((await browser.get("/profile/link/unknown", OWN)).status).to.equal(404);
    expect((await world.browser().get("/profile/link/oidc", OWN)).location).to.include("/signin?returnTo=");

    const callback = await pickLink(browser, "mallory");
    const flow = browser.cookies.get("product-auth-portal-flow")!;
    const victim = world.browser();
    await victim.signIn("alex", "/signin/entra");
    const guest = world.browser();
    for (const stranger of [victim, guest]) {
      stranger.cookies.set("product-auth-portal-flow", flow);
      expect((await stranger.get(callback)).h1).to.equal("Sign-in failed");
    }
    expect(guest.cookies.has("product-auth-portal")).to.equal(false);
    expect((await browser.get(callback)).location).to.include("?done=linked");
  });

  it("needs a recent sign-in", async () => {
    const browser = world.browser();
    await browser.signIn("adele", "/signin/entra");
    now += RECENT;
    const again = "/developer/signin/entra?returnTo=%2Fdeveloper%2Fprofile&account=again";
    expect((await browser.get("/profile/link/oidc", OWN)).location).to.equal(again);
  });
});
