import { expect } from "chai";
import { OPERATION, startConsoleWorld, startPath } from "../support/console-world.js";
import type { World } from "../support/start-portal.js";

describe("a token for a product that a key opens, and whose policy demands a token besides", () => {
  let world: World;
  before(async () => {
    world = await startConsoleWorld({
      scopes: (entra) => ({ starter: [`${entra.products["pro"]!.audience}/Orders.Write`] }),
    });
  });
  after(() => world.close());

  it("is offered and issued for the whole scopes of the option", async () => {
    const adele = world.browser();
    await adele.signIn("adele");
    expect((await adele.get(OPERATION)).text).to.include("Authorization code");
    const start = startPath({ product: "starter" });
    const there = new URL((await adele.get(start)).location!);
    expect(there.searchParams.get("scope")).to.equal(`${world.entra.products["pro"]!.audience}/Orders.Write`);
    await adele.get(await adele.pick("adele", start));
    expect((await adele.get(OPERATION)).text).to.include('data-waiting="starter"');
    const { status, text } = await adele.postJson("/console/signin", { api: "orders", product: "starter" });
    expect(status).to.equal(200);
    const { accessToken } = JSON.parse(text) as { accessToken: string };
    const claims: unknown = JSON.parse(Buffer.from(accessToken.split(".")[1]!, "base64url").toString());
    expect(claims).to.include({ scp: "Orders.Write", aud: world.entra.products["pro"]!.appId });
  });

  it("is not issued for it without the option", async () => {
    const other = await startConsoleWorld();
    try {
      const adele = other.browser();
      await adele.signIn("adele");
      expect((await adele.get(startPath({ product: "starter" }))).status).to.equal(404);
    } finally {
      await other.close();
    }
  });
});
