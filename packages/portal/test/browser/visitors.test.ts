import { expect } from "chai";
import { serviceFor } from "@product-auth/testkit/services";
import { closeBrowser, startBrowser } from "./support/browser.js";
import { combinations } from "./support/combinations.js";
import { startDemoWorld, type DemoWorld } from "./support/demo-world.js";
import { newUser, type User } from "./support/user.js";

describe("in a browser: what visitors find", () => {
  before(async function () {
    await serviceFor(this, startBrowser);
  });
  after(closeBrowser);

  for (const { framework, isScripted, name } of combinations())
    describe(name, () => {
      let world: DemoWorld;
      let visitor: User;
      before(async () => {
        world = await startDemoWorld(framework);
      });
      after(() => world.stop());
      beforeEach(async () => {
        visitor = await newUser(world, { isScripted });
      });
      afterEach(async () => {
        expect(visitor.problems).to.deep.equal([]);
        await visitor.close();
      });

      it("a visitor finds a product from the home page, and its API from there", async () => {
        await visitor.open("");
        expect(await visitor.heading()).to.equal("Contoso APIs");
        await visitor.follow("Starter");
        expect(await visitor.heading()).to.equal("Starter");
        await visitor.follow("Orders");
        expect(await visitor.heading()).to.equal("Orders");
      });

      it("a visitor searches for an operation", async () => {
        await visitor.open("");
        await visitor.page.getByRole("searchbox", { name: "Search" }).fill("read report");
        await visitor.press("Search");
        await visitor.follow("Read report");
        expect(await visitor.heading()).to.equal("Read report");
      });
    });
});
