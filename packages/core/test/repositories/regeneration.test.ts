import { createProductAuth, type SubscriptionStore } from "#src/index.js";
import { digestKey, type SubscriptionRepository } from "#src/repositories/index.js";
import { expect } from "chai";
import { viewOf } from "../request/view-of.js";
import { administered, failureOf, START } from "./administered.js";

const slots = [
  ["regeneratePrimary", "primary", "primaryKey", "secondaryKey"],
  ["regenerateSecondary", "secondary", "secondaryKey", "primaryKey"],
] as const;

// A database over this repository: it answers later, so that a cache stands before it.
const remote = (repository: SubscriptionRepository, pushes: boolean) => ({
  findByKeyDigest: async (digest: string) => repository.findByKeyDigest(digest),
  ...(pushes && { onChange: repository.onChange!.bind(repository) }),
});

// Whether a key opens the product, as a request with it is answered.
function gateFor(store: SubscriptionStore, clock: { now: number }) {
  const auth = createProductAuth({
    products: { pro: { accepts: ["key"] } },
    subscriptions: store,
    subscriptionCache: { ttl: 60 },
    clock: () => clock.now,
  });
  const requirement = auth.requirement({ product: "pro" });
  return async (key: string) => {
    const decision = await auth.authorize(viewOf({ "ocp-apim-subscription-key": key }), requirement);
    return decision.outcome === "refuse" ? decision.code : decision.outcome;
  };
}

describe("regenerating a key", () => {
  for (const [regenerate, slot, sameKey, otherKey] of slots) {
    it(`${slot}: without grace the old key is void at once, the other one stays`, async () => {
      const { admin, repository } = administered();
      const made = await admin.create({ id: "a", scope: "/products/pro" });
      const { key, subscription } = await admin[regenerate]("a");
      const opens = gateFor(repository, { now: START });
      expect(await opens(key)).to.equal("admit");
      expect(await opens(made[sameKey])).to.equal("key_unknown");
      expect(await opens(made[otherKey])).to.equal("admit");
      expect(subscription.keys.map((one) => one.slot)).to.deep.equal(["primary", "secondary"]);
      expect(subscription).to.include({ state: "active", version: 2 });
    });
    for (const pushes of [true, false]) {
      const through = pushes ? "pushes" : "does not push";
      it(`${slot}: with grace the old key ends to the millisecond, in a warm cache too that ${through}`, async () => {
        const { admin, clock, repository } = administered();
        const made = await admin.create({ id: "a", scope: "/products/pro" });
        const gates = [gateFor(repository, clock), gateFor(remote(repository, pushes), clock)];
        const { key } = await admin[regenerate]("a", { grace: 30 });
        for (const opens of gates) expect(await opens(made[sameKey])).to.equal("admit");
        clock.now = START + 29_999;
        for (const opens of gates) expect(await opens(made[sameKey])).to.equal("admit");
        clock.now = START + 30_000;
        for (const opens of gates) {
          expect(await opens(made[sameKey])).to.equal("key_retired");
          expect(await opens(key)).to.equal("admit");
          expect(await opens(made[otherKey])).to.equal("admit");
        }
      });
    }
  }
  it("a cache that was warm before learns by push that the old key is void", async () => {
    const { admin, clock, repository } = administered();
    const made = await admin.create({ id: "a", scope: "/products/pro" });
    const opens = gateFor(remote(repository, true), clock);
    expect(await opens(made.primaryKey)).to.equal("admit");
    await admin.regeneratePrimary("a");
    expect(await opens(made.primaryKey)).to.equal("key_unknown");
  });
  it("again within the grace time: each old key keeps its own, earlier end", async () => {
    const { admin, clock, repository } = administered();
    const made = await admin.create({ id: "a", scope: "/products/pro" });
    const first = await admin.regeneratePrimary("a", { grace: 60 });
    clock.now += 10_000;
    const second = await admin.regeneratePrimary("a", { grace: 600 });
    const endOf = (key: string) => repository.findByKeyDigest(digestKey(key))?.keyEndsAt;
    expect([made.primaryKey, first.key, second.key, made.secondaryKey].map(endOf)).to.deep.equal([
      START + 60_000,
      START + 610_000,
      undefined,
      undefined,
    ]);
    await admin.regeneratePrimary("a", { grace: 1 });
    expect([first.key, second.key].map(endOf), "a shorter grace counts for all").to.deep.equal([
      START + 11_000,
      START + 11_000,
    ]);
    await admin.regeneratePrimary("a");
    expect(await admin.get("a").then((now) => now?.keys), "none: no old key is left").to.have.length(2);
  });
  it("a key whose end has come is removed with the next change of any kind", async () => {
    const { admin, clock, repository } = administered();
    const made = await admin.create({ id: "a", scope: "/products/pro" });
    await admin.regeneratePrimary("a", { grace: 60 });
    clock.now += 59_999;
    expect((await admin.suspend("a")).keys).to.have.length(3);
    clock.now += 1;
    expect((await admin.activate("a")).keys).to.have.length(2);
    expect(repository.findByKeyDigest(digestKey(made.primaryKey))).to.equal(undefined);
  });
  it("the old key, once removed, may be given again; before, it may not", async () => {
    const { admin, clock } = administered();
    await admin.create({ id: "a", scope: "/", primaryKey: "custom" });
    await admin.regeneratePrimary("a", { grace: 60 });
    const again = { scope: "/", primaryKey: "custom" };
    expect(await failureOf(admin.create(again))).to.include({ conflict: "digest" });
    clock.now += 60_000;
    await admin.suspend("a");
    expect((await admin.create(again)).primaryKey).to.equal("custom");
  });
  it("with another pepper than before: both kinds stand side by side", async () => {
    const { admin, repository } = administered({ pepper: "old" });
    const made = await admin.create({ id: "a", scope: "/" });
    const { admin: later } = administered({ repository, pepper: "new" });
    const { key } = await later.regeneratePrimary("a");
    expect(repository.findByKeyDigest(digestKey(key, "new"))?.id).to.equal("a");
    expect(repository.findByKeyDigest(digestKey(made.secondaryKey, "old"))?.id).to.equal("a");
  });
  for (const grace of [-1, Number.NaN, Infinity]) {
    it(`refuses ${grace} seconds of grace and changes nothing`, async () => {
      const { admin } = administered();
      const { subscription } = await admin.create({ id: "a", scope: "/" });
      expect(await failureOf(admin.regeneratePrimary("a", { grace }))).to.include({ name: "RangeError" });
      expect(await admin.get("a")).to.deep.equal(subscription);
    });
  }
});
