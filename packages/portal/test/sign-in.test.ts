import { expect } from "chai";
import { startPortal, type World } from "./support/start-portal.js";

describe("sign-in", () => {
  let world: World;
  before(async () => {
    world = await startPortal();
  });
  after(() => world.close());

  it("leads to the issuer and back to the page that asked for it", async () => {
    const browser = world.browser();
    const refused = await browser.get("/profile");
    expect(refused.location).to.equal("/developer/signin?returnTo=%2Fdeveloper%2Fprofile");
    const back = await browser.signIn("adele", "/profile");
    expect(back.location).to.equal("/developer/profile");
    const profile = await browser.follow(back);
    expect(profile.h1).to.equal("Profile");
    expect(profile.text).to.include('value="Adele"').and.include('value="Vance"');
    expect(profile.text).to.include("adele@contoso.onmicrosoft.com");
  });
});
