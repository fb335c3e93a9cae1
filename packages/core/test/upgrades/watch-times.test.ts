import { expect } from "chai";
import type { Access, ProductAuthOptions, Subscription } from "#src/index.js";
import { settle } from "#src/options/settings.js";
import { watchTimesOf, type Watched } from "#src/upgrades/watch-times.js";

const NOW = 1_700_000_000_000;
const subscription: Subscription = { id: "contoso", scope: "/products/pro", state: "active" };
const store = { findByKeyDigest: async () => subscription };
const registry = { findClient: async () => undefined };

/** Seconds after which a connection of this access is due again. */
function dueAfter(
  access: object,
  options: Partial<ProductAuthOptions> = {},
  policyTokensEndAt = Infinity,
): number {
  const products = { pro: { accepts: ["key"] } } as const;
  const times = watchTimesOf(settle({ products, subscriptions: [], clock: () => NOW, ...options }));
  const watched: Watched = {
    ...{
      access: access as Access,
      policyTokensEndAt,
      confirmedAt: 0,
      checkingSince: undefined,
      deadline: 0,
      due: 0,
    },
  };
  times.confirm(watched);
  return (watched.due - NOW) / 1000;
}

describe("when a connection is decided about again", () => {
  const withStore = (ttl?: number) => ({ subscriptions: store, ...(ttl && { subscriptionCache: { ttl } }) });
  const token = (seconds: number) => ({ token: { expiresAt: NOW / 1000 + seconds } });

  it("by a key: a fifth of the cache's ttl, between 1 s and 60 s", () => {
    expect(dueAfter({ subscription }, withStore())).to.equal(1);
    expect(dueAfter({ subscription }, withStore(50))).to.equal(10);
    expect(dueAfter({ subscription }, withStore(3_600))).to.equal(60);
    expect(dueAfter({ subscription }, withStore(0.1))).to.equal(1);
  });
  it("by a token of a registered client: likewise, because the registry's answers are cached too", () => {
    expect(dueAfter(token(3_600), { clientApplications: registry })).to.equal(1);
    expect(dueAfter(token(3_600), { clientApplications: registry, ...withStore(50) })).to.equal(10);
  });
  it("else every 60 s: subscriptions in code do not change, but keys of issuers may be withdrawn", () => {
    expect(dueAfter(token(3_600))).to.equal(60);
    expect(dueAfter({ subscription })).to.equal(60);
    expect(dueAfter({})).to.equal(60);
  });
  it("earlier when the token, the subscription or the regenerated key is over", () => {
    expect(dueAfter(token(-290))).to.equal(10);
    expect(dueAfter({ subscription: { ...subscription, endDate: NOW + 7_000 } })).to.equal(7);
    expect(dueAfter({ subscription: { ...subscription, keyEndsAt: NOW + 8_000 } })).to.equal(8);
  });
  it("earlier when the token of a policy is over", () => {
    expect(dueAfter({ subscription }, {}, NOW + 9_000)).to.equal(9);
    expect(dueAfter(token(-290), {}, NOW + 11_000)).to.equal(10);
  });
  it("not at an end that is only recorded", () => {
    const over = { subscription: { ...subscription, endDate: NOW + 7_000 } };
    expect(dueAfter(over, { subscriptionDates: "audit" })).to.equal(60);
  });
});
