import { expect } from "chai";
import { stories } from "./support/stories.js";

stories("what visitors find", ({ person }) => {
  it("a visitor finds a product from the home page, and its API from there", async () => {
    const visitor = await person();
    await visitor.open("");
    expect(await visitor.heading()).to.equal("Contoso APIs");
    await visitor.follow("Starter");
    expect(await visitor.heading()).to.equal("Starter");
    await visitor.follow("Orders");
    expect(await visitor.heading()).to.equal("Orders");
  });

  it("a visitor searches for an operation", async () => {
    const visitor = await person();
    await visitor.open("");
    await visitor.page.getByRole("searchbox", { name: "Search" }).fill("read report");
    await visitor.press("Search");
    await visitor.follow("Read report");
    expect(await visitor.heading()).to.equal("Read report");
  });

  it("a visitor finds neither what is for partners nor what is not published", async () => {
    const visitor = await person();
    await visitor.open("/products");
    expect(await visitor.linkNames()).not.to.include.members(["Internal", "Draft"]);
    await visitor.open("/products/internal");
    expect(await visitor.heading()).to.equal("Page not found");
  });
});
