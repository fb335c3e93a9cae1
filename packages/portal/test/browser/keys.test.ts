import { expect } from "chai";
import { stories } from "./support/stories.js";

stories("subscriptions", ({ person, world }) => {
  const callOrders = (key: string) =>
    fetch(`${world().origin}/orders`, { headers: { "ocp-apim-subscription-key": key } });

  it("Adele signs in on the way, subscribes to Starter, and calls the API with her key", async () => {
    const adele = await person();
    await adele.open("/products/starter");
    await adele.follow("Subscribe");
    await adele.signInHere("adele@contoso");
    expect(await adele.heading()).to.equal("Subscribe to Starter");
    await adele.write("Name", "Web shop");
    await adele.press("Subscribe");
    expect(await adele.heading()).to.equal("Your keys");
    const key = await adele.valueOf("Primary key");
    expect((await callOrders(key)).status).to.equal(200);

    await adele.open("/subscriptions");
    await adele.follow("Web shop");
    expect(await adele.term("State")).to.equal("Active");
    expect(await adele.page.content()).not.to.include(key);
  });

  it("Adele renames her subscription, replaces a key at once, and cancels", async () => {
    const adele = await person();
    await adele.signIn("adele");
    await adele.open("/products/starter/subscribe");
    await adele.write("Name", "First name");
    await adele.press("Subscribe");
    const old = await adele.valueOf("Primary key");
    await adele.open("/subscriptions");
    await adele.follow("First name");
    await adele.write("Name", "Second name");
    await adele.press("Rename");
    expect(await adele.heading()).to.equal("Second name");

    await adele.follow("Regenerate primary key");
    await adele.choose("At once");
    await adele.press("Regenerate");
    expect(await adele.heading()).to.equal("Your new key");
    const fresh = await adele.valueOf("Primary key");
    expect((await callOrders(old)).status).to.equal(401);
    expect((await callOrders(fresh)).status).to.equal(200);

    await adele.open("/subscriptions");
    await adele.follow("Second name");
    await adele.follow("Cancel subscription");
    await adele.press("Cancel subscription");
    expect(await adele.term("State")).to.equal("Cancelled");
    expect((await callOrders(fresh)).status).to.be.oneOf([401, 403]);
  });

  it("Alex asks for Pro, the administrator approves, and Alex sees his keys once", async () => {
    const alex = await person();
    await alex.signIn("alex");
    await alex.open("/products/pro/subscribe");
    await alex.write("Name", "Reports for Contoso");
    await alex.press("Subscribe");
    expect(await alex.heading()).to.equal("Subscribe to Pro"); // the terms are not accepted yet
    await alex.sees("There is a problem");
    await alex.tick("I accept the terms of Pro");
    await alex.press("Subscribe");
    expect(await alex.heading()).to.equal("Waiting for approval");

    const admin = await person();
    await admin.signIn("portal.admin");
    await admin.follow("Administration");
    await admin.follow("Approvals");
    await admin.follow("Review Reports for Contoso");
    await admin.write("Comment", "Welcome");
    await admin.press("Approve");

    await alex.open("/subscriptions");
    await alex.follow("Reports for Contoso");
    expect(await alex.term("State")).to.equal("Active");
    await alex.press("Show keys");
    const key = await alex.valueOf("Primary key");
    expect((await callOrders(key)).status).to.equal(200);
    await alex.open("/subscriptions");
    await alex.follow("Reports for Contoso");
    expect(await alex.page.getByRole("button", { name: "Show keys" }).count()).to.equal(0);
  });

  it("a user who signed out sees nothing with the old page's address", async () => {
    const adele = await person();
    await adele.signIn("adele");
    await adele.open("/subscriptions");
    expect(await adele.heading()).to.equal("Subscriptions");
    await adele.press("Sign out");
    expect(await adele.heading()).to.equal("You are signed out");
    await adele.open("/subscriptions");
    expect(adele.page.url()).not.to.include("/subscriptions");
  });
});
