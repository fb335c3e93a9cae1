import { digestKey } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { describeOnEach } from "../support/open-server.js";
import { keysOf, linkOf, presetOf, termOf } from "../support/visitor.js";
import { createWorld, statesOf } from "../support/world.js";

const SUBSCRIBE = "/products/starter/subscribe";

describeOnEach("subscribe", (framework) => {
  it("a user subscribes, and the keys are in that one answer", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    expect((await adele.open("/products/starter")).text).to.include(
      '<a class="button" href="/developer/products/starter/subscribe">Subscribe</a>',
    );
    const made = await adele.fill(SUBSCRIBE, { name: "Test" });
    expect([made.status, made.h1]).to.deep.equal([200, "Your keys"]);
    expect(made.headers.get("cache-control")).to.equal("no-store");
    const keys = keysOf(made);
    for (const key of keys)
      expect(await world.repository.findByKeyDigest(digestKey(key))).to.include({
        state: "active",
        scope: "/products/starter",
        displayName: "Test",
        ownerId: adele.id,
      });
    const list = await adele.open("/subscriptions");
    const page = await adele.open(linkOf(list, "Test"));
    expect(termOf(page.text, "State")).to.equal("Active");
    expect(termOf(page.text, "Primary key")).to.match(/^pask_…\w{4}$/);
    for (const { text } of [list, page, await adele.open("/activity")])
      for (const key of keys) expect(text).not.to.include(key);
    expect(world.events.map(({ action, name, address }) => [action, name, address])).to.deep.equal([
      ["subscribe", "Test", "127.0.0.0/24"],
    ]);
  });

  it("the same form again makes nothing, also at the same time", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const preset = presetOf((await adele.open(SUBSCRIBE)).text);
    const answers = await Promise.all(
      [1, 2, 3].map(() => adele.post(SUBSCRIBE, { ...preset, name: "Test" })),
    );
    answers.push(await adele.post(SUBSCRIBE, { ...preset, name: "Other" }));
    expect(answers.map(({ h1 }) => h1)).to.have.members([
      "Already shown",
      "Already shown",
      "Already shown",
      "Your keys",
    ]);
    expect(await statesOf(world)).to.deep.equal(["active"]);
  });

  it("a form id of another user claims nothing", async () => {
    const world = createWorld({ framework });
    const [adele, megan] = [await world.user(), await world.user()];
    const preset = presetOf((await adele.open(SUBSCRIBE)).text);
    await megan.post(SUBSCRIBE, { ...preset, name: "Test" });
    expect((await adele.post(SUBSCRIBE, { ...preset, name: "Test" })).h1).to.equal("Your keys");
  });

  for (const [what, name, message] of [
    ["no name", "", "Enter a name."],
    ["spaces", "   ", "Enter a name."],
    ["101 characters", "x".repeat(101), "Enter a name of at most 100 characters."],
    ["NUL", "a\0b", "Enter a name without control characters."],
    ["a line feed", "a\nb", "Enter a name without control characters."],
    ["a turned direction", "a\u202Eb", "Enter a name without control characters."],
  ] as const)
    it(`400 for ${what}, and the form is not used up`, async () => {
      const world = createWorld({ framework });
      const adele = await world.user();
      const preset = presetOf((await adele.open(SUBSCRIBE)).text);
      const refused = await adele.post(SUBSCRIBE, { ...preset, name });
      expect([refused.status, refused.h1]).to.deep.equal([400, "Subscribe to Starter"]);
      expect(refused.text).to.include("There is a problem").and.include(`<a href="#name">${message}</a>`);
      expect(refused.text).to.include('aria-invalid="true"');
      expect((await adele.post(SUBSCRIBE, { ...preset, name: "Test" })).h1).to.equal("Your keys");
    });

  it("a name is stored in Unicode form NFC, and 100 characters fit", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    await adele.fill(SUBSCRIBE, { name: "Cafe\u0301" });
    await adele.fill(SUBSCRIBE, { name: "x".repeat(100) });
    const { items } = await world.repository.list();
    expect(items.map(({ displayName }) => displayName)).to.have.members(["Caf\u00e9", "x".repeat(100)]);
  });

  it("terms must be accepted", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const form = await adele.open("/products/pro/subscribe");
    expect(form.text).to.include("<strong>nice</strong>");
    const field = "i-accept-the-terms-of-pro";
    const refused = await adele.fill("/products/pro/subscribe", { name: "Test" });
    expect(refused.status).to.equal(400);
    expect(refused.text).to.include(`<a href="#${field}">Accept the terms of Pro.</a>`);
    expect(await statesOf(world)).to.deep.equal([]);
    const made = await adele.fill("/products/pro/subscribe", { name: "Test", [field]: "yes" });
    expect(made.h1).to.equal("Waiting for approval");
  });

  it("the limit counts active and waiting subscriptions, and not cancelled ones", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    for (const name of ["One", "Two"]) await adele.fill(SUBSCRIBE, { name });
    const text = "You&#39;ve reached maximum number of subscriptions.";
    expect((await adele.open("/products/starter")).text)
      .to.include(text)
      .and.not.include(">Subscribe<");
    const page = await adele.open(SUBSCRIBE);
    expect([page.status, page.text.includes(text)]).to.deep.equal([200, true]);
    const refused = await adele.post(SUBSCRIBE, { form: "A".repeat(43), name: "Three" });
    expect([refused.status, refused.text.includes(text)]).to.deep.equal([400, true]);
    await adele.fill(`${linkOf(await adele.open("/subscriptions"), "One")}/cancel`);
    // The refused form was not used up.
    expect((await adele.post(SUBSCRIBE, { form: "A".repeat(43), name: "Three" })).h1).to.equal("Your keys");
  });

  for (const [product, reason] of [
    ["closed", "The product is closed to new subscriptions."],
    ["draft", "The product is not published, so it is closed to new subscriptions."],
  ] as const)
    it(`${product}: the reason instead of the form`, async () => {
      const world = createWorld({ framework });
      const admin = await world.user({ isAdministrator: true });
      const path = `/products/${product}`;
      for (const page of [await admin.open(path), await admin.open(`${path}/subscribe`)])
        expect(page.text).to.include(reason).and.not.include("<button>Subscribe");
      const refused = await admin.post(`${path}/subscribe`, { form: "A".repeat(43), name: "Test" });
      expect(refused.status).to.equal(400);
      expect(await statesOf(world)).to.deep.equal([]);
    });

  it("hidden and unknown products are the same 404; visitors are sent to sign in for both", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    for (const product of ["hidden", "draft", "none"]) {
      const path = `/products/${product}/subscribe`;
      const fields = { form: "A".repeat(43), name: "Test" };
      for (const answer of [await adele.open(path), await adele.post(path, fields)])
        expect([answer.status, answer.h1]).to.deep.equal([404, "Page not found"]);
      const to = `/signin?returnTo=${encodeURIComponent(`/developer${path}`)}`;
      expect((await world.guest.open(path)).to).to.equal(to);
      expect((await world.guest.post(path, fields)).to).to.equal(to);
    }
  });

  it("fields that no form has change nothing", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const more = {
      id: "mine",
      state: "suspended",
      ownerId: "other",
      owner: "other",
      scope: "/",
      email: "x@example.com",
      groups: "administrators",
      administrator: "true",
      primaryKey: "guessed",
      endDate: "0",
      __proto__: "x",
    };
    await adele.fill(SUBSCRIBE, { ...more, name: "Test" });
    const [made] = (await world.repository.list()).items;
    expect(made).to.include({ state: "active", ownerId: adele.id, scope: "/products/starter" });
    expect(made).not.to.have.any.keys("endDate", "groups", "administrator");
    expect(made?.id).not.to.equal("mine");
  });

  it("a field that is sent twice is refused", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const twice = await adele.post(SUBSCRIBE, [
      ["form", "A".repeat(43)],
      ["name", "One"],
      ["name", "Two"],
    ]);
    expect([twice.status, twice.h1]).to.deep.equal([400, "Bad request"]);
    expect(await statesOf(world)).to.deep.equal([]);
  });

  it("a user who is blocked meanwhile gets nothing", async () => {
    const world = createWorld({ framework });
    const adele = await world.user();
    const user = (await world.records.get("user", adele.id))!;
    const insert = world.repository.insert.bind(world.repository);
    world.repository.insert = async (subscription) => {
      await insert(subscription);
      await world.records.write([
        { put: { ...user, version: 2, value: { ...user.value, state: "blocked" } } },
      ]);
    };
    const answer = await adele.fill(SUBSCRIBE, { name: "Test" });
    expect([answer.status, answer.to]).to.deep.equal([303, "/signin"]);
    expect(await statesOf(world)).to.deep.equal([]);
  });
});
