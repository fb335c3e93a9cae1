import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { createProductAuth } from "#src/index.js";
import { digestKey, MemorySubscriptionRepository, type StoredSubscription } from "#src/repositories/index.js";
import { AdmittedSubscriptions } from "#src/repositories/packed/admitted-subscriptions.js";
import { hashOfDigest } from "#src/repositories/packed/digest-words.js";
import { PackedSubscriptions } from "#src/repositories/packed/packed-subscriptions.js";
import { viewOf } from "../../request/view-of.js";

const keyOf = (i: number, slot: string) => `${slot} key of subscription ${i}`;

/** A subscription as the portal makes it, with 80 bytes of texts. */
const one = (i: number): StoredSubscription => ({
  id: randomBytes(12).toString("hex"),
  scope: "/products/pro",
  state: "active",
  displayName: randomBytes(10).toString("hex"),
  ownerId: `owner of ten, ${String(i % 10).padStart(6, "0")}`,
  createdDate: 1_767_225_600_000 + i,
  keys: (["primary", "secondary"] as const).map((slot) => ({
    slot,
    digest: digestKey(keyOf(i, slot)),
    hint: "…bc12".padStart(8, "pask_"),
  })),
  version: 1,
});

describe("what a subscription in memory takes", () => {
  const COUNT = 20_000;
  const all = Array.from({ length: COUNT }, (_, i) => one(i));

  it("is 200 bytes at most, its texts and digests included", () => {
    const packed = new PackedSubscriptions();
    packed.fill(all);
    expect(packed.bytes / COUNT).to.be.lessThan(200);
  });
  it("is 220 bytes at most when they came one by one, and after each has changed", () => {
    const packed = new PackedSubscriptions();
    const rows = all.map((subscription) => packed.add(subscription));
    expect(packed.bytes / COUNT).to.be.lessThan(220);
    for (const [i, subscription] of all.entries()) packed.replace(rows[i]!, { ...subscription, version: 2 });
    expect(packed.bytes / COUNT).to.be.lessThan(400);
  });
});

function lookUpTwice(repository: MemorySubscriptionRepository, digest: string) {
  repository.findByKeyDigest(digest);
  return repository.findByKeyDigest(digest);
}

describe("the subscriptions that were looked up", () => {
  it("are made twice: the third look-up gives the same object, frozen, until the subscription changes", async () => {
    const subscription = one(1);
    const repository = new MemorySubscriptionRepository([subscription]);
    const digest = digestKey(keyOf(1, "primary"));
    const first = lookUpTwice(repository, digest);
    expect(repository.findByKeyDigest(digest)).to.equal(first);
    expect(first).to.be.frozen;
    await repository.replace({ ...subscription, state: "suspended", version: 2 });
    expect(repository.findByKeyDigest(digest)).to.include({ state: "suspended" });
    await repository.delete(subscription.id);
    expect(repository.findByKeyDigest(digest)).to.equal(undefined);
    await repository.insert(subscription);
    expect(repository.findByKeyDigest(digest)).to.include({ state: "active" });
  });
  it("are forgotten by the digest that is given up, and not by another", async () => {
    const [first, second] = [one(1), one(2)];
    const repository = new MemorySubscriptionRepository([first, second]);
    const [old, other] = [digestKey(keyOf(1, "primary")), digestKey(keyOf(2, "primary"))];
    const found = [old, other].map((digest) => lookUpTwice(repository, digest));
    const keys = [{ ...first.keys[0]!, digest: digestKey("new") }, first.keys[1]!];
    await repository.replace({ ...first, keys, version: 2 });
    expect(repository.findByKeyDigest(old)).to.equal(undefined);
    expect(repository.findByKeyDigest(other)).to.equal(found[1]);
  });
  it("are bounded, and nothing is found under another digest", () => {
    const admitted = new AdmittedSubscriptions();
    const digests = Array.from({ length: 100_000 }, (_, i) => digestKey(String(i)));
    for (const digest of digests) {
      const subscription = { id: digest, scope: "/", state: "active" } as const;
      admitted.add(hashOfDigest(digest), digest, subscription);
      admitted.add(hashOfDigest(digest), digest, subscription);
    }
    expect(admitted.size).to.be.within(20_000, 32_768);
    const found = digests.map((digest) => admitted.find(hashOfDigest(digest), digest)?.id);
    expect(found.filter((id, i) => id !== undefined && id !== digests[i])).to.deep.equal([]);
    for (const digest of digests) admitted.delete(hashOfDigest(digest), digest);
    expect(admitted.size).to.equal(0);
  });
  it("are not pushed out by keys that come once in a hundred thousand", () => {
    const admitted = new AdmittedSubscriptions();
    const subscription = { id: "a", scope: "/", state: "active" } as const;
    for (let i = 0; i < 300_000; i++) {
      const digest = digestKey(String(i % 100_000));
      admitted.add(hashOfDigest(digest), digest, subscription);
    }
    expect(admitted.size).to.be.lessThan(10_000);
  });
  it("no unknown key takes the place of one", () => {
    const repository = new MemorySubscriptionRepository([one(1)]);
    const digest = digestKey(keyOf(1, "primary"));
    const first = lookUpTwice(repository, digest);
    for (let i = 0; i < 10_000; i++) repository.findByKeyDigest(digestKey(`unknown ${i}`));
    expect(repository.findByKeyDigest(digest)).to.equal(first);
  });
});

describe("a request with a key that is in memory", () => {
  it("reads the clock once, and asks the store once", () => {
    const counts = { clock: 0, store: 0 };
    const repository = new MemorySubscriptionRepository([one(1)]);
    const auth = createProductAuth({
      products: { pro: { displayName: "Pro", accepts: ["key"] } },
      subscriptions: {
        findByKeyDigest: (digest) => {
          counts.store += 1;
          return repository.findByKeyDigest(digest);
        },
      },
      clock: () => {
        counts.clock += 1;
        return Date.now();
      },
    });
    const requirement = auth.requirement({ product: "pro" });
    const decide = () =>
      auth.authorize(viewOf({ "ocp-apim-subscription-key": keyOf(1, "primary") }), requirement);
    expect(decide()).to.include({ outcome: "admit" });
    Object.assign(counts, { clock: 0, store: 0 });
    expect(decide()).to.include({ outcome: "admit" });
    expect(counts).to.deep.equal({ clock: 1, store: 1 });
  });
});
