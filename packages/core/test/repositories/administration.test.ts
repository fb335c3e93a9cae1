import { digestKey, looksGenerated, pepperId } from "#src/repositories/index.js";
import { expect } from "chai";
import { SUBSCRIPTION_STATES } from "#src/evidence/subscriptions/subscription.js";
import { administered, failureOf, START } from "./administered.js";

describe("creating a subscription", () => {
  it("generates id and keys, and shows the keys this once", async () => {
    const { admin, repository } = administered();
    const { subscription, primaryKey, secondaryKey } = await admin.create({ scope: "/products/pro" });
    expect(subscription.id).to.match(/^[0-9a-f-]{36}$/);
    expect([primaryKey, secondaryKey].every(looksGenerated)).to.equal(true);
    expect(primaryKey).to.not.equal(secondaryKey);
    expect(subscription).to.deep.equal({
      id: subscription.id,
      scope: "/products/pro",
      state: "active",
      createdDate: START,
      keys: [
        { slot: "primary", digest: digestKey(primaryKey), hint: `pask_…${primaryKey.slice(-4)}` },
        { slot: "secondary", digest: digestKey(secondaryKey), hint: `pask_…${secondaryKey.slice(-4)}` },
      ],
      version: 1,
    });
    expect(await repository.get(subscription.id)).to.deep.equal(subscription);
    const kept = JSON.stringify([await admin.get(subscription.id), await admin.list()]);
    for (const key of [primaryKey, secondaryKey]) expect(kept).to.not.include(key.slice(5, 20));
  });
  it("takes everything that is given", async () => {
    const { admin } = administered();
    const { subscription, ...keys } = await admin.create({
      id: "contoso",
      scope: "/apis/orders",
      state: "submitted",
      displayName: "Contoso",
      ownerId: "zoe",
      ownerState: "pending",
      startDate: new Date(1),
      endDate: new Date(2),
      primaryKey: "a custom key",
      secondaryKey: "k",
    });
    expect(keys).to.deep.equal({ primaryKey: "a custom key", secondaryKey: "k" });
    expect(subscription).to.deep.include({ id: "contoso", state: "submitted", ownerState: "pending" });
    expect(subscription).to.deep.include({
      displayName: "Contoso",
      ownerId: "zoe",
      startDate: 1,
      endDate: 2,
    });
    expect(subscription.keys[0]).to.deep.equal({
      slot: "primary",
      digest: digestKey("a custom key"),
      hint: "…",
    });
  });
  it("digests with the pepper and says which one", async () => {
    const { admin, repository } = administered({ pepper: "pepper-1" });
    const { primaryKey, subscription } = await admin.create({ scope: "/apis" });
    expect(subscription.keys.map(({ pepper }) => pepper)).to.deep.equal([
      pepperId("pepper-1"),
      pepperId("pepper-1"),
    ]);
    expect(repository.findByKeyDigest(digestKey(primaryKey, "pepper-1"))?.id).to.equal(subscription.id);
    expect(repository.findByKeyDigest(digestKey(primaryKey))).to.equal(undefined);
  });
  const refused = [
    ["an id that is taken", { id: "taken" }, { conflict: "id" }],
    ["a custom key that another has", { primaryKey: "taken key" }, { conflict: "digest" }],
    [
      "a custom key that another has in the other slot",
      { secondaryKey: "taken key" },
      { conflict: "digest" },
    ],
    ["one key for both", { primaryKey: "same", secondaryKey: "same" }, { conflict: "digest" }],
    ["an empty key", { primaryKey: "" }, { name: "RangeError" }],
    ["a key of 257 characters", { secondaryKey: "k".repeat(257) }, { name: "RangeError" }],
    ["a start that is no date", { startDate: new Date("soon") }, { name: "RangeError" }],
    ["an end that is no date", { endDate: new Date(Number.NaN) }, { name: "RangeError" }],
  ] as const;
  for (const [name, wanted, failure] of refused) {
    it(`refuses ${name}; nothing is kept and nothing audited`, async () => {
      const { admin, events } = administered();
      await admin.create({ id: "taken", scope: "/", primaryKey: "taken key" });
      const before = await admin.list();
      events.length = 0;
      expect(await failureOf(admin.create({ scope: "/", ...wanted }))).to.include(failure);
      expect(await admin.list()).to.deep.equal(before);
      expect(events).to.deep.equal([]);
    });
  }
  it("takes a key of 256 characters", async () => {
    const { admin } = administered();
    const { primaryKey } = await admin.create({ scope: "/", primaryKey: "k".repeat(256) });
    expect(primaryKey).to.have.length(256);
  });
});

describe("changing the state", () => {
  const actions = [
    ["activate", "active"],
    ["suspend", "suspended"],
    ["reject", "rejected"],
    ["cancel", "cancelled"],
    ["expire", "expired"],
  ] as const;
  for (const [action, to] of actions) {
    for (const from of SUBSCRIPTION_STATES) {
      it(`${action}: ${from} becomes ${to}, keys and all else stay`, async () => {
        const { admin, events } = administered();
        const { subscription } = await admin.create({ id: "a", scope: "/", state: from, displayName: "A" });
        const changed = await admin[action]("a", { by: "zoe", comment: "why" });
        expect(changed).to.deep.equal({ ...subscription, state: to, stateComment: "why", version: 2 });
        expect(await admin.get("a")).to.deep.equal(changed);
        const event = { action, subscriptionId: "a", at: START, by: "zoe", comment: "why", from, to };
        expect(events.at(-1)).to.deep.equal(event);
      });
    }
    it(`${action} without a comment removes the old one`, async () => {
      const { admin } = administered();
      await admin.create({ id: "a", scope: "/" });
      await admin.suspend("a", { comment: "late" });
      expect(await admin[action]("a")).to.not.have.property("stateComment");
    });
    it(`${action} of what is not there rejects and is not audited`, async () => {
      const { admin, events } = administered();
      expect(await failureOf(admin[action]("nobody"))).to.include({
        name: "SubscriptionNotFoundError",
        code: "PRODUCT_AUTH_SUBSCRIPTION_NOT_FOUND",
      });
      expect(events).to.deep.equal([]);
    });
  }
});

describe("deleting", () => {
  it("removes the subscription and is audited once", async () => {
    const { admin, events } = administered();
    await admin.create({ id: "a", scope: "/" });
    expect([await admin.delete("a", { by: "zoe" }), await admin.delete("a")]).to.deep.equal([true, false]);
    expect(await admin.get("a")).to.equal(undefined);
    expect(events.slice(1)).to.deep.equal([{ action: "delete", subscriptionId: "a", at: START, by: "zoe" }]);
  });
});
