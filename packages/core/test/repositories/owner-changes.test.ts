import { MemorySubscriptionRepository, type StoredSubscription } from "#src/repositories/index.js";
import { digestKey } from "#src/evidence/subscriptions/key-digest.js";
import { expect } from "chai";
import { administered, failureOf, START } from "./administered.js";

const act = { by: "ann", comment: "asked by mail" };

describe("updating a subscription", () => {
  it("renames and transfers it with one write, and audits both", async () => {
    const { admin, events, repository } = administered();
    const { primaryKey } = await admin.create({ id: "a", scope: "/", displayName: "Old", ownerId: "zoe" });
    const changed = await admin.update("a", { displayName: "New", ownerId: "bob" }, act);
    expect(changed).to.include({ displayName: "New", ownerId: "bob", state: "active", version: 2 });
    expect(await repository.get("a")).to.deep.equal(changed);
    expect(repository.findByKeyDigest(digestKey(primaryKey))?.ownerId).to.equal("bob");
    expect(events.slice(1)).to.deep.equal([
      { action: "rename", subscriptionId: "a", at: START, ...act },
      { action: "transfer", subscriptionId: "a", at: START, ...act, fromOwner: "zoe", toOwner: "bob" },
    ]);
  });
  it("keeps the comment of the state: it is about another change", async () => {
    const { admin } = administered();
    await admin.create({ id: "a", scope: "/" });
    await admin.suspend("a", { comment: "invoice 4711" });
    expect(await admin.update("a", { displayName: "New" }, act)).to.include({ stateComment: "invoice 4711" });
  });
  it("a transfer keeps the owner's state, unless it is given", async () => {
    const { admin, events } = administered();
    await admin.create({ id: "a", scope: "/", ownerId: "zoe", ownerState: "blocked" });
    expect(await admin.update("a", { ownerId: "bob" })).to.include({ ownerState: "blocked" });
    const opened = await admin.update("a", { ownerId: "eve", ownerState: "active" });
    expect(opened).to.include({ ownerId: "eve", ownerState: "active", version: 3 });
    expect(events.slice(1).map(({ at: _, ...event }) => event)).to.deep.equal([
      { action: "transfer", subscriptionId: "a", fromOwner: "zoe", toOwner: "bob" },
      { action: "transfer", subscriptionId: "a", fromOwner: "bob", toOwner: "eve" },
      { action: "owner-state", subscriptionId: "a", ownerState: "active" },
    ]);
  });
  it("to what it is already writes and reports nothing", async () => {
    const { admin, events } = administered();
    const { subscription } = await admin.create({ id: "a", scope: "/", displayName: "A", ownerId: "zoe" });
    const wanted = { displayName: "A", ownerId: "zoe", ownerState: "active" } as const;
    expect(await admin.update("a", wanted)).to.deep.equal(subscription);
    expect(events).to.have.length(1);
  });
  it("reads no other member: a form may send more", async () => {
    const { admin } = administered();
    await admin.create({ id: "a", scope: "/", state: "submitted" });
    const sent = { displayName: "A", state: "active", scope: "/apis", keys: [], version: 9 };
    expect(await admin.update("a", sent)).to.include({ state: "submitted", scope: "/", version: 2 });
  });
  const refused = [
    ["no member", {}, "The update is empty; write displayName, ownerId or ownerState"],
    ["an empty name", { displayName: "" }, "displayName has 0 characters; write 1 to 256"],
    ["a long name", { displayName: "x".repeat(257) }, "displayName has 257 characters; write 1 to 256"],
    ["an owner that is no string", { ownerId: 7 as never }, "ownerId is not a string"],
    [
      "an unknown state of the owner",
      { ownerState: "gone" as never },
      "The state of the owner is unknown; write one of active, blocked, pending, deleted",
    ],
  ] as const;
  for (const [name, update, message] of refused) {
    it(`with ${name} is refused`, async () => {
      const { admin, events } = administered();
      await admin.create({ id: "a", scope: "/" });
      expect(await failureOf(admin.update("a", update))).to.include({ name: "RangeError", message });
      expect(await admin.get("a")).to.include({ version: 1 });
      expect(events).to.have.length(1);
    });
  }
  it("that does not exist is SubscriptionNotFoundError", async () => {
    const { admin } = administered();
    const failure = await failureOf(admin.update("a", { displayName: "A" }));
    expect(failure).to.include({ name: "SubscriptionNotFoundError" });
  });
});

describe("setting the state of an owner", () => {
  const names = Array.from({ length: 230 }, (_, i) => `zoe-${String(i).padStart(3, "0")}`);

  it("changes every page of the owner's subscriptions and no other, once", async () => {
    const { admin, events, repository } = administered();
    for (const id of names) await admin.create({ id, scope: "/", ownerId: "zoe" });
    await admin.create({ id: "bob", scope: "/", ownerId: "bob" });
    await admin.create({ id: "free", scope: "/" });
    const heard: string[] = [];
    repository.onChange((change) => void heard.push(...(change === "everything" ? [] : change.digests)));
    expect(await admin.setOwnerState("zoe", "blocked", act)).to.equal(230);
    const states = await Promise.all([...names, "bob", "free"].map((id) => admin.get(id)));
    expect(states.filter((one) => one?.ownerState === "blocked").map((one) => one?.id)).to.deep.equal(names);
    expect(heard, "caches hear of both keys of each").to.have.length(460);
    const told = events.filter(({ action }) => action === "owner-state");
    expect(told).to.have.length(230);
    expect(told[0]).to.deep.equal({
      ...{ action: "owner-state", subscriptionId: names[0], at: START, ...act, ownerState: "blocked" },
    });
    expect(await admin.setOwnerState("zoe", "blocked"), "again").to.equal(0);
  });
  it("active is the state of an owner that has none", async () => {
    const { admin } = administered();
    await admin.create({ id: "a", scope: "/", ownerId: "zoe" });
    expect(await admin.setOwnerState("zoe", "active")).to.equal(0);
    expect(await admin.get("a")).to.include({ version: 1 });
  });
  it("goes on where it failed, when it is called again", async () => {
    class Failing extends MemorySubscriptionRepository {
      left = 2;
      override async replace(subscription: StoredSubscription): Promise<void> {
        if (this.left-- === 0) throw new Error("connection lost");
        await super.replace(subscription);
      }
    }
    const { admin } = administered({ repository: new Failing() });
    for (const id of ["1", "2", "3", "4", "5"]) await admin.create({ id, scope: "/", ownerId: "zoe" });
    expect(await failureOf(admin.setOwnerState("zoe", "blocked"))).to.include({ message: "connection lost" });
    expect(await admin.setOwnerState("zoe", "blocked")).to.equal(3);
    const { items } = await admin.list({ ownerId: "zoe" });
    expect(items.map(({ ownerState }) => ownerState)).to.deep.equal(Array(5).fill("blocked"));
  });
  it("leaves alone what is deleted or transferred after it was listed", async () => {
    class Moving extends MemorySubscriptionRepository {
      override async list(query = {}) {
        const page = await super.list(query);
        await this.delete("1");
        const two = (await this.get("2"))!;
        await this.replace({ ...two, ownerId: "bob", version: two.version + 1 });
        return page;
      }
    }
    const { admin } = administered({ repository: new Moving() });
    for (const id of ["1", "2", "3"]) await admin.create({ id, scope: "/", ownerId: "zoe" });
    expect(await admin.setOwnerState("zoe", "blocked")).to.equal(1);
    expect(await admin.get("2"))
      .to.include({ ownerId: "bob" })
      .and.not.to.have.property("ownerState");
  });
  for (const [name, owner, state] of [
    ["without an owner", undefined, "blocked"],
    ["with an empty owner", "", "blocked"],
    ["with an unknown state", "zoe", "gone"],
  ] as const) {
    it(`${name} is refused and changes nothing`, async () => {
      const { admin } = administered();
      await admin.create({ id: "a", scope: "/", ownerId: "zoe" });
      const failure = await failureOf(admin.setOwnerState(owner as string, state as "blocked"));
      expect(failure).to.include({ name: "RangeError" });
      expect(await admin.get("a")).to.include({ version: 1 });
    });
  }
});

describe("a change of state limited to some states", () => {
  it("is made from one of them", async () => {
    const { admin, events } = administered();
    await admin.create({ id: "a", scope: "/", state: "submitted" });
    const approved = await admin.activate("a", { onlyFrom: ["submitted"], by: "ann", comment: "Welcome" });
    expect(approved).to.include({ state: "active", stateComment: "Welcome" });
    expect(events[1]).to.deep.equal({
      ...{ action: "activate", subscriptionId: "a", at: START, by: "ann", comment: "Welcome" },
      ...{ from: "submitted", to: "active" },
    });
  });
  it("is refused from any other, also when that one came in between", async () => {
    const repository = new MemorySubscriptionRepository();
    const { admin, events } = administered({ repository });
    await admin.create({ id: "a", scope: "/", state: "submitted" });
    const results = await Promise.allSettled([
      admin.cancel("a", { onlyFrom: ["submitted", "active"] }),
      admin.activate("a", { onlyFrom: ["submitted"] }),
    ]);
    const [failure] = results.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    expect(failure).to.include({
      name: "SubscriptionStateError",
      code: "PRODUCT_AUTH_SUBSCRIPTION_STATE",
      state: "cancelled",
      message: "Subscription a is cancelled",
    });
    expect(await admin.get("a")).to.include({ state: "cancelled" });
    expect(events.map(({ action }) => action)).to.deep.equal(["create", "cancel"]);
  });
});
