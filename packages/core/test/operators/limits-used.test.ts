import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { expect } from "chai";
import { createProductAuth, type LimitUsage, type ProductAuth } from "#src/index.js";
import { appToken } from "../evidence/evidence-of.js";
import { viewOf } from "../request/view-of.js";

const START = Date.UTC(2026, 0, 1); // a Thursday
const WEEK = 604_800;
const RATE = { calls: 9, renewalPeriod: 60 };
const one = (id: string, scope: string, more: object = {}) => ({
  ...{ id, scope, primaryKey: id, secondaryKey: `${id}-2` },
  ...more,
});
const ACME = one("acme", "/products/starter");
const OTHER = one("other", "/products/starter");
const DATED = one("dated", "/products/starter", { startDate: "2025-12-30T12:00:00Z" });
const OF_API = one("of-api", "/apis/orders");
const OF_APIS = one("of-apis", "/apis");

const options = (more: object = {}) => ({
  products: {
    starter: {
      accepts: ["key"],
      rateLimit: { ...RATE, apis: { orders: { ...RATE, calls: 8 } } },
      quota: { calls: 100, bandwidth: 10, renewalPeriod: WEEK },
    },
    pro: { accepts: ["key"], rateLimit: { ...RATE, calls: 7 } },
  },
  apis: {
    orders: {
      ...{ path: "orders", products: ["starter"] },
      operations: { list: { method: "GET", urlTemplate: "/", rateLimit: { ...RATE, calls: 6 } } },
    },
    plain: { path: "plain", rateLimit: { ...RATE, calls: 5 } },
  },
  policies: {
    rateLimitByKey: [
      { ...RATE, calls: 50, counterKey: ["ip"] },
      { ...RATE, calls: 40, counterKey: ["subscription", "product"], counterName: "named" },
    ],
  },
  subscriptions: [ACME, OTHER, DATED, OF_API, OF_APIS],
  clock: () => START,
  ...more,
});

const create = (more: object = {}) => createProductAuth<string, string>(options(more) as never);

async function calling(
  auth: ProductAuth<string, string>,
  key: string,
  path = "/orders",
  times = 1,
): Promise<void> {
  for (let i = 0; i < times; i++) {
    const view = viewOf({ "ocp-apim-subscription-key": key }, { path });
    const decision = await auth.authorize(view, auth.anyProduct);
    expect(decision.outcome, JSON.stringify(decision)).to.equal("admit");
  }
}

const subscriptionOf = ({ id, scope, ...more }: ReturnType<typeof one>) => ({
  subscription: {
    id,
    scope,
    ...("startDate" in more && { startDate: Date.parse(more.startDate as string) }),
  },
});
const inWords = (usages: readonly LimitUsage[]) =>
  usages.map(({ kind, place, name = "", limit, used }) => `${kind} ${place} ${name} ${used}/${limit}`);

describe("auth.limits.of", () => {
  it("every limit that counts the calls of a subscription, once, and none of others", async () => {
    const auth = create();
    await calling(auth, "acme", "/orders", 2);
    await calling(auth, "other", "/orders", 3);
    expect(inWords(await auth.limits.of(subscriptionOf(ACME))).sort()).to.deep.equal(
      [
        "rate product:starter  2/9",
        "rate product:starter/orders  2/8",
        "quota product:starter  2/100",
        "bandwidth product:starter  0/10",
        "rate operation:orders/list  2/6",
        "rate global named 2/40",
        "rate global  undefined/50",
      ].sort(),
    );
  });
  it("reading takes nothing, and what was refused is not in it", async () => {
    const auth = create();
    await calling(auth, "acme", "/orders", 6);
    const view = viewOf({ "ocp-apim-subscription-key": "acme" }, { path: "/orders" });
    expect((await auth.authorize(view, auth.anyProduct)).outcome).to.equal("refuse");
    for (let i = 0; i < 3; i++)
      expect(inWords(await auth.limits.of(subscriptionOf(ACME)))).to.include("rate product:starter  6/9");
  });
  it("scopes of an API and of all APIs: outside of products", async () => {
    const auth = create();
    await calling(auth, "of-api", "/orders", 1);
    await calling(auth, "of-apis", "/plain", 2);
    const words = async (of: typeof ACME) => inWords(await auth.limits.of(subscriptionOf(of)));
    expect(await words(OF_API)).to.include("rate operation:orders/list  1/6");
    expect((await words(OF_API)).some((text) => text.includes("product:"))).to.equal(false);
    expect(await words(OF_APIS)).to.include("rate api:plain  2/5");
    expect(await words(OF_APIS)).to.include("rate operation:orders/list  0/6");
  });
  it("when a quota is renewed: from the start of the subscription, else on a Monday", async () => {
    const auth = create();
    const renewed = async (of: typeof ACME) =>
      (await auth.limits.of(subscriptionOf(of))).find(({ kind }) => kind === "quota")?.renewedAt;
    expect(await renewed(ACME)).to.equal(Date.UTC(2026, 0, 5));
    expect(await renewed(DATED)).to.equal(Date.UTC(2026, 0, 6, 12));
    const rates = (await auth.limits.of(subscriptionOf(ACME))).filter(({ kind }) => kind === "rate");
    for (const rate of rates) expect(rate).to.not.have.property("renewedAt");
  });
  it("a client application, at every product or at one", async () => {
    const auth = create();
    const all = inWords(await auth.limits.of({ client: "shop" }));
    expect(all).to.include("rate product:starter  0/9").and.include("rate product:pro  0/7");
    const only = inWords(await auth.limits.of({ client: "shop", product: "pro" }));
    expect(only).to.include("rate product:pro  0/7");
    expect(only.some((text) => text.includes("product:starter"))).to.equal(false);
  });
  it("keys that only a call has are undefined: address, header, claim, user, a function that expects a call", async () => {
    const counterKeys = [
      ["ip"],
      [{ header: "x" }],
      [{ claim: "x" }],
      ["user"],
      ({ access }: { access: { token?: ReturnType<typeof appToken> } }) => access.token!.clientId,
      ({ view }: { view: { path: string } }) => view.path,
      ({ access }: { access: { product: string } }) => access.product,
      [{ firstOf: ["subscription", "ip"] }],
    ];
    const auth = create({
      policies: {
        rateLimitByKey: counterKeys.map((counterKey, i) => ({ ...RATE, calls: 100 + i, counterKey })),
      },
    });
    const used = (await auth.limits.of(subscriptionOf(ACME)))
      .filter(({ place }) => place === "global")
      .sort((a, b) => a.limit - b.limit)
      .map(({ used: number }) => number);
    expect(used).to.deep.equal([...Array<undefined>(6).fill(undefined), 0, 0]);
  });
});

describe("auth.limits.reset", () => {
  it("forgets what the caller has used and nothing of others, and is published for the audit", async () => {
    const auth = create();
    await calling(auth, "acme", "/orders", 6);
    await calling(auth, "other", "/orders", 2);
    const published: unknown[] = [];
    const hear = (event: unknown) => published.push(event);
    subscribe("product-auth:limits", hear);
    const after = await auth.limits.reset(subscriptionOf(ACME), { by: "ann" });
    unsubscribe("product-auth:limits", hear);
    expect(inWords(after))
      .to.include("rate product:starter  0/9")
      .and.include("rate operation:orders/list  0/6");
    expect(inWords(await auth.limits.of(subscriptionOf(OTHER)))).to.include("rate product:starter  2/9");
    expect(published).to.deep.equal([
      { action: "reset", subscriptionId: "acme", by: "ann", counters: 6, at: START },
    ]);
    expect(JSON.stringify(published)).to.not.include("product:starter");
    await calling(auth, "acme", "/orders", 6);
  });
  it("of a client application, without a name of who does it", async () => {
    const auth = create();
    const published: object[] = [];
    const hear = (event: unknown) => published.push(event as object);
    subscribe("product-auth:limits", hear);
    await auth.limits.reset({ client: "shop", product: "pro" });
    unsubscribe("product-auth:limits", hear);
    expect(published[0]).to.include({ action: "reset", clientId: "shop" }).and.not.have.property("by");
  });
  it("a store that fails: of and reset reject without a secret, and nothing is published", async () => {
    const fail = () => Promise.reject(new Error("postgres://user:secret@host"));
    const store = { take: fail, add: fail, read: fail, reset: fail };
    const auth = create({ counters: { store, onChange: () => undefined } });
    const published: unknown[] = [];
    const hear = (event: unknown) => published.push(event);
    subscribe("product-auth:limits", hear);
    for (const act of ["of", "reset"] as const) {
      const error: unknown = await auth.limits[act](subscriptionOf(ACME)).then(
        () => undefined,
        (found: unknown) => found,
      );
      expect(error).to.be.instanceOf(Error);
      expect(String(error)).to.not.include("secret");
    }
    unsubscribe("product-auth:limits", hear);
    expect(published).to.deep.equal([]);
    await auth.close();
  });
});
