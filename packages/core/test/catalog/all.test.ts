import { createProductAuth } from "#src/index.js";
import { expect } from "chai";
import { decide } from "#src/decision/decide.js";
import { PRO_ID, TENANT } from "../catalog.js";
import { appToken, KEY, NOW, subscriptionTo, TOKEN } from "../evidence/evidence-of.js";
import { problemsOf } from "../options/problems-of.js";
import { said } from "./world.js";
import { compiled } from "../rules/compiled.js";
import { settingsOf } from "../decision/settings-of.js";

const auth = createProductAuth({
  tenantId: TENANT,
  products: {
    pro: { displayName: "Pro", audience: `api://${PRO_ID}`, accepts: ["token", "key"] },
    gold: { accepts: ["key"] },
    lite: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    demo: { audience: "api://11112222-ffff-7777-aaaa-8888bbbb9999", accepts: ["token", "key", "open"] },
  },
  apis: {
    orders: { path: "orders", products: ["pro"], subscriptionRequired: false },
    public: { path: "public", products: ["pro", "demo"] },
    keys: { path: "keys", products: ["gold"] },
  },
  subscriptions: [],
});
const both = compiled(auth.requirement({ api: "orders", all: true }));

describe("all: token and key", () => {
  const matrix = [
    // token, key, decision
    ["absent", "absent", "401 credentials_missing"],
    ["good", "absent", "401 key_missing"],
    ["absent", "good", "401 token_missing"],
    ["good", "good", "200 pro both"],
    ["good", "bad", "401 key_unknown"],
    ["bad", "good", "401 token_signature"],
    ["unavailable", "absent", "401 key_missing"],
    ["absent", "unavailable", "401 token_missing"],
    ["unavailable", "good", "503 signing_keys_unavailable"],
    ["good", "unavailable", "503 subscriptions_unavailable"],
  ] as const;
  for (const [token, key, outcome] of matrix)
    it(`token ${token}, key ${key}: ${outcome}`, () =>
      expect(said(decide(settingsOf(), both, { token: TOKEN[token], key: KEY[key] }, NOW))).to.equal(
        outcome,
      ));

  const beside = (scope: string) => {
    const key = { kind: "good", subscription: subscriptionTo({ scope }) } as const;
    return said(decide(settingsOf(), both, { token: TOKEN.good, key }, NOW));
  };
  it("a key for the API itself goes with the token, and the token's product governs", () =>
    expect(["/apis/orders", "/apis", "/"].map(beside)).to.deep.equal(Array(3).fill("200 pro both")));
  it("a key of another product or API does not", () =>
    expect(["/products/gold", "/apis/keys"].map(beside)).to.deep.equal([
      "401 key_other_product",
      "401 key_other_api",
    ]));
  it("a token without its rights is refused with a good key as well", () => {
    const token = { kind: "good", token: appToken({ roles: [] }) } as const;
    expect(said(decide(settingsOf(), both, { token, key: KEY.good }, NOW))).to.equal("403 role_missing");
  });
  it("an API that is open without credentials is not open to such a rule", () => {
    for (const rule of [compiled(auth.requirement({ api: "public", all: true })), both])
      expect(said(decide(settingsOf(), rule, { token: TOKEN.absent, key: KEY.absent }, NOW))).to.equal(
        "401 credentials_missing",
      );
  });
});

describe("all: rules that nobody could satisfy", () => {
  const IMPOSSIBLE = "demands token and key, but its products do not accept both";
  const cases = [
    [{ product: "gold", all: true }, "rule", IMPOSSIBLE, /\["token", "key"\]/],
    [{ product: "lite", all: true }, "rule", IMPOSSIBLE, /\["token", "key"\]/],
    [{ api: "keys", all: true }, "rule", IMPOSSIBLE, /\["token", "key"\]/],
    [{ product: "pro", all: true, accepts: ["token"] }, "rule", IMPOSSIBLE, /accepts both/],
    [{ product: "pro", all: true, scopes: ["A"] }, "rule", IMPOSSIBLE, /no scopes and no roles/],
    [{ product: "pro", all: "yes" }, "rule.all", "is neither true nor false", /all: true/],
    [{ product: "pro", all: 1 }, "rule.all", "is neither true nor false", /all: true/],
  ] as const;
  for (const [rule, path, message, fix] of cases)
    it(`${JSON.stringify(rule)}: ${message}`, () => {
      const problems = problemsOf(() => auth.requirement(rule as never));
      expect(problems.map((problem) => [problem.path, problem.message])).to.deep.equal([[path, message]]);
      expect(problems[0]?.fix).to.match(fix);
    });
});
