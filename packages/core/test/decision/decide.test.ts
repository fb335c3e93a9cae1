import { expect } from "chai";
import { decide } from "#src/decision/decide.js";
import { demand } from "../catalog.js";
import { KEY, NOW, TOKEN, appToken, byToken, inWords, subscriptionTo } from "../evidence/evidence-of.js";
import { settingsOf } from "./settings-of.js";

const SETTINGS = settingsOf();
const pro = demand({ product: "pro" });

describe("decide: both credentials", () => {
  const matrix = [
    // token, key, decision
    ["absent", "absent", "401 credentials_missing"],
    ["absent", "good", "admit pro key"],
    ["absent", "bad", "401 key_unknown"],
    ["absent", "unavailable", "503 subscriptions_unavailable"],
    ["good", "absent", "admit pro token"],
    ["good", "good", "admit pro both"],
    ["good", "bad", "401 key_unknown"],
    ["good", "unavailable", "503 subscriptions_unavailable"],
    ["bad", "absent", "401 token_signature"],
    ["bad", "good", "401 token_signature"],
    ["bad", "bad", "401 token_signature"],
    ["bad", "unavailable", "401 token_signature"],
    ["unavailable", "absent", "503 signing_keys_unavailable"],
    ["unavailable", "good", "503 signing_keys_unavailable"],
    ["unavailable", "bad", "401 key_unknown"],
    ["unavailable", "unavailable", "503 signing_keys_unavailable"],
  ] as const;
  for (const [token, key, expected] of matrix) {
    it(`token ${token}, key ${key}: ${expected}`, () => {
      expect(inWords(decide(SETTINGS, pro, { token: TOKEN[token], key: KEY[key] }, NOW))).to.equal(expected);
    });
  }

  const good = { token: { kind: "good", token: appToken() } } as const;
  it("401 for a good token beside a key of a suspended subscription", () => {
    const key = { kind: "good", subscription: subscriptionTo({ state: "suspended" }) } as const;
    expect(inWords(decide(SETTINGS, pro, { ...good, key }, NOW))).to.equal("401 key_state");
  });
  it("401 for an expired token beside a good key", () => {
    const token = { kind: "good", token: appToken({ expiresAt: 1 }) } as const;
    expect(inWords(decide(SETTINGS, pro, { token, key: KEY.good }, NOW))).to.equal("401 token_expired");
  });
  it("401 for an expired token while the store is down: nobody who is down is needed", () => {
    const token = { kind: "good", token: appToken({ expiresAt: 1 }) } as const;
    expect(inWords(decide(SETTINGS, pro, { token, key: KEY.unavailable }, NOW))).to.equal(
      "401 token_expired",
    );
  });
  it("401 for a suspended key while the issuer is down", () => {
    const key = { kind: "good", subscription: subscriptionTo({ state: "suspended" }) } as const;
    expect(inWords(decide(SETTINGS, pro, { token: TOKEN.unavailable, key }, NOW))).to.equal("401 key_state");
  });
  it("401 for a token of one product beside a key of another", () => {
    const key = { kind: "good", subscription: subscriptionTo({ scope: "/products/partner" }) } as const;
    const decision = decide(SETTINGS, demand({ product: ["pro", "partner"] }), { ...good, key }, NOW);
    expect(decision).to.include({
      status: 401,
      code: "credentials_disagree",
      expected: "a key of pro",
      actual: "partner",
    });
  });
});

describe("decide: 401 when nothing was presented", () => {
  const cases = [
    ["a product that takes tokens", demand({ product: "starter" }), "token_missing"],
    ["a product that takes keys", demand({ product: "partner" }), "key_missing"],
    ["a product that takes both", pro, "credentials_missing"],
    ["a rule that narrows both to tokens", demand({ product: "pro", accepts: ["token"] }), "token_missing"],
    ["a rule that narrows both to keys", demand({ product: "pro", accepts: ["key"] }), "key_missing"],
    ["scopes, which no key can show", demand({ product: "pro", scopes: ["Orders.Read"] }), "token_missing"],
    ["roles, which no key can show", demand({ product: "pro", roles: ["Admin"] }), "token_missing"],
    ["products that take one kind each", demand({ product: ["starter", "partner"] }), "credentials_missing"],
  ] as const;
  for (const [name, requirement, code] of cases) {
    it(`${name}: ${code}`, () => {
      const decision = decide(SETTINGS, requirement, { token: TOKEN.absent, key: KEY.absent }, NOW);
      expect(decision).to.deep.equal({ outcome: "refuse", status: 401, code, headers: {} });
    });
  }
});

describe("decide: 503 when it could not be found out", () => {
  it("says how long to wait and why", () => {
    expect(decide(SETTINGS, pro, { token: TOKEN.unavailable, key: KEY.absent }, NOW)).to.deep.equal({
      outcome: "unavailable",
      status: 503,
      code: "signing_keys_unavailable",
      retryAfter: 7,
      actual: "ECONNREFUSED",
      headers: {},
    });
  });
});

describe("decide: what an admitted request carries", () => {
  const access = (token: (typeof TOKEN)[keyof typeof TOKEN], key: (typeof KEY)[keyof typeof KEY]) => {
    const decision = decide(SETTINGS, pro, { token, key }, NOW);
    if (decision.outcome !== "admit") throw new Error(`refused with ${decision.code}`);
    return decision.access;
  };

  it("by token: product, client and token, no subscription", () => {
    expect(access(TOKEN.good, KEY.absent)).to.deep.equal({
      product: "pro",
      credential: "token",
      client: { id: appToken().clientId },
      token: appToken(),
    });
  });
  it("by key: product and subscription, no client and no token", () => {
    expect(access(TOKEN.absent, KEY.good)).to.deep.equal({
      product: "pro",
      credential: "key",
      subscription: subscriptionTo(),
    });
  });
  it("by both: token and subscription", () => {
    expect(access(TOKEN.good, KEY.good)).to.have.all.keys(
      "product",
      "credential",
      "client",
      "token",
      "subscription",
    );
  });
  it("cannot be changed by a handler", () => {
    const given = access(TOKEN.good, KEY.good);
    expect(given).to.be.frozen;
    expect(given.client).to.be.frozen;
  });
  describe("response headers, always the same frozen object", () => {
    const both = { token: TOKEN.good, key: KEY.good };
    const byKey = { token: TOKEN.absent, key: KEY.good };
    const elsewhere = { ...SETTINGS, tokenElsewhere: true };
    const cases = [
      ["none for a token in Authorization: RFC 9111 §3.5", SETTINGS, byToken(appToken()), {}],
      ["private for a token elsewhere: RFC 6750 §2.3", elsewhere, byToken(appToken()), "private"],
      ["private for a key, which caches do not know", SETTINGS, byKey, "private"],
      ["private for a key beside a token", SETTINGS, both, "private"],
    ] as const;
    for (const [name, settings, evidence, expected] of cases)
      it(name, () => {
        const { headers } = decide(settings, pro, evidence, NOW);
        expect(headers).to.deep.equal(expected === "private" ? { "cache-control": "private" } : {}).and.to.be
          .frozen;
        expect(decide(settings, pro, evidence, NOW).headers).to.equal(headers);
      });
  });
});
