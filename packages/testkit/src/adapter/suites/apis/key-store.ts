import type { Subscription, SubscriptionStore } from "@product-auth/core";
import { digestKey } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import type { AnyOptions } from "../../adapter-harness.js";
import { KEY } from "../../support/api.js";
import { movableClock } from "../../support/movable-clock.js";
import { expectRefused, unavailable } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

const contoso: Subscription = { id: "contoso", scope: "/products/gold", state: "active" };

/** A store over digests that answers with promises, counts, and can be down. */
function slowStore(digests: readonly string[]) {
  const store = {
    asked: 0,
    down: false,
    digests: new Set(digests),
    findByKeyDigest: (digest: string): Promise<Subscription | undefined> => {
      store.asked += 1;
      if (store.down) return Promise.reject(new Error("no database"));
      return Promise.resolve(store.digests.has(digest) ? contoso : undefined);
    },
  };
  return store;
}

const over = (subscriptions: SubscriptionStore, more: Partial<AnyOptions> = {}): AnyOptions => ({
  products: { gold: { accepts: ["key"] } },
  subscriptions,
  ...more,
});

export function keyStore({ describe, it, catalogApis }: Suite): void {
  describe("a store that answers later", () => {
    const start = catalogApis();

    it("is remembered for as long as said, and asked again afterwards", async () => {
      const clock = movableClock();
      const store = slowStore([digestKey("key-1")]);
      const api = await start(over(store, { clock: clock.now, subscriptionCache: { ttl: 10 } }));
      const ask = () => api.outcome("/", { [KEY]: "key-1" });
      for (let i = 0; i < 3; i++) expect(await ask()).to.equal("200 gold key");
      expect(store.asked).to.equal(1);
      store.digests.clear();
      clock.advance(9);
      expect(await ask(), "a revoked key lives no longer than that").to.equal("200 gold key");
      clock.advance(2);
      expect(await ask()).to.equal("401 key_unknown");
      expect(store.asked).to.equal(2);
    });
    it("5 seconds, where nothing is said; unknown keys as well", async () => {
      const clock = movableClock();
      const store = slowStore([]);
      const api = await start(over(store, { clock: clock.now }));
      const ask = () => api.outcome("/", { [KEY]: "key-1" });
      expect([await ask(), await ask(), store.asked]).to.deep.equal([
        "401 key_unknown",
        "401 key_unknown",
        1,
      ]);
      store.digests.add(digestKey("key-1"));
      clock.advance(6);
      expect(await ask()).to.equal("200 gold key");
    });
    it("while it is down what is remembered serves, then 503 with Retry-After, and it recovers", async () => {
      const clock = movableClock();
      const store = slowStore([digestKey("key-1")]);
      const api = await start(over(store, { clock: clock.now, subscriptionCache: { ttl: 10 } }));
      const get = () => api.get("/", { [KEY]: "key-1" });
      await get().expect(200);
      store.down = true;
      await get().expect(200);
      clock.advance(11);
      for (let i = 0; i < 2; i++) {
        const answer = await get();
        expectRefused(answer, unavailable);
        expect(answer.headers["retry-after"]).to.equal("5");
        expect(api.events.at(-1)).to.include({ code: "subscriptions_unavailable", actual: "Error" });
      }
      store.down = false;
      await get().expect(200);
    });
    it("requests that come together wait for one answer", async () => {
      const store = slowStore([digestKey("key-1")]);
      const api = await start(over(store));
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => api.get("/", { [KEY]: "key-1" })));
      expect(outcomes.map(({ status }) => status)).to.deep.equal(Array(10).fill(200));
      expect(store.asked).to.be.below(10);
    });
  });

  describe("a pepper", () => {
    const start = catalogApis();
    const outcomeWith = async (
      subscriptionKeyPepper: AnyOptions["subscriptionKeyPepper"] & {},
      ...digests: string[]
    ) => {
      const api = await start(over(slowStore(digests), { subscriptionKeyPepper }));
      return api.outcome("/", { [KEY]: "key-1" });
    };

    it("goes into the digests that a store is asked for", async () => {
      expect(await outcomeWith("one", digestKey("key-1", "one"))).to.equal("200 gold key");
      expect(await outcomeWith("one", digestKey("key-1"))).to.equal("401 key_unknown");
      expect(await outcomeWith("one", digestKey("key-1", "two"))).to.equal("401 key_unknown");
    });
    it("and into those of a list in the options", async () => {
      for (const subscriptionKeyPepper of ["one", { current: "two", previous: ["one"] }]) {
        const subscriptions = [{ id: "contoso", scope: "/products/gold", primaryKey: "key-1" }] as const;
        const api = await start({ ...over(slowStore([])), subscriptions, subscriptionKeyPepper });
        expect(await api.outcome("/", { [KEY]: "key-1" })).to.equal("200 gold key");
      }
    });
    it("a key digested with the old one works while that is listed, and not after", async () => {
      const old = digestKey("key-1", "one");
      expect(await outcomeWith({ current: "two", previous: ["one"] }, old)).to.equal("200 gold key");
      expect(await outcomeWith({ current: "three", previous: ["two", "one"] }, old)).to.equal("200 gold key");
      expect(await outcomeWith({ current: "two", previous: [] }, old)).to.equal("401 key_unknown");
    });
    it("a key digested with the new one works at once", async () =>
      expect(await outcomeWith({ current: "two", previous: ["one"] }, digestKey("key-1", "two"))).to.equal(
        "200 gold key",
      ));
    it("a store without a pepper gets one: the empty text is the old one", async () =>
      expect(await outcomeWith({ current: "one", previous: [""] }, digestKey("key-1"))).to.equal(
        "200 gold key",
      ));
  });
}
