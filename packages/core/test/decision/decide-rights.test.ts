import { expect } from "chai";
import type { VerifiedToken } from "#src/index.js";
import type { Rule } from "#src/rules/rule.js";
import { decide } from "#src/decision/decide.js";
import { PRO_ID, STARTER_ID, demand, type Name } from "../catalog.js";
import {
  NOW,
  appToken,
  byKey,
  byToken,
  inWords,
  subscriptionTo,
  userToken,
} from "../evidence/evidence-of.js";
import { settingsOf } from "./settings-of.js";

type Case = readonly [name: string, rule: Rule<Name>, token: VerifiedToken, expected: string];

function table(cases: readonly Case[]): void {
  for (const [name, rule, token, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      expect(inWords(decide(settingsOf(), demand(rule), byToken(token), NOW))).to.equal(expected);
    });
  }
}

const PRO = { product: "pro" } as const;
const ADMIT = "admit pro token";
const NO_ROLE = "403 role_missing";
const NO_SCOPE = "403 scope_missing";
const KIND = "401 token_kind";
const starter = { audience: STARTER_ID, roles: ["Product.Starter.All"] };

describe("decide: the product of a token", () => {
  table([
    ["its own audience", PRO, appToken(), ADMIT],
    ["another product's audience", PRO, appToken(starter), "401 token_other_product"],
    ["any of several products", { product: ["starter", "pro"] }, appToken(starter), "admit starter token"],
    ["any product at all", { product: ["starter", "pro", "partner"] }, appToken(), ADMIT],
    [
      "rights of one product, audience of another",
      { product: ["starter", "pro"] },
      appToken({ audience: STARTER_ID }),
      NO_ROLE,
    ],
    [
      "an api:// audience in a v2 token",
      PRO,
      appToken({ audience: `api://${PRO_ID}` }),
      "401 token_other_product",
    ],
    [
      "an api:// audience in a v1 token",
      PRO,
      appToken({ profile: "entra-v1", audience: `api://${PRO_ID}` }),
      ADMIT,
    ],
    ["the same with a slash", PRO, appToken({ profile: "entra-v1", audience: `api://${PRO_ID}/` }), ADMIT],
    ["the id in a v1 token", PRO, appToken({ profile: "entra-v1" }), ADMIT],
    ["the id in upper case", PRO, appToken({ audience: PRO_ID.toUpperCase() }), "401 token_other_product"],
    ["a space after it", PRO, appToken({ audience: `${PRO_ID} ` }), "401 token_other_product"],
    ["__proto__", PRO, appToken({ audience: "__proto__" }), "401 token_other_product"],
  ]);
});

describe("decide: the caller of a token", () => {
  const { clientId: _, ...nameless } = appToken();
  table([
    ["no client application", PRO, nameless, "401 token_client"],
    ["a user's token", PRO, userToken(), KIND],
    ["a user's token with the product's role", PRO, userToken({ roles: ["Product.Pro.All"] }), KIND],
    ["a token of neither kind", PRO, appToken({ caller: "unknown" }), KIND],
    ["an application's token for scopes", { ...PRO, scopes: ["Orders.Read"] }, appToken(), KIND],
    [
      "an application's token that shows the scope",
      { ...PRO, scopes: ["Orders.Read"] },
      appToken({ scopes: ["Orders.Read"] }),
      KIND,
    ],
    [
      "a token of neither kind for scopes",
      { ...PRO, scopes: ["Orders.Read"] },
      userToken({ caller: "unknown" }),
      KIND,
    ],
  ]);
});

describe("decide: app roles, exact and case-sensitive", () => {
  const roles = (...roles: string[]) => appToken({ roles });
  const own = "Product.Pro.All";
  table([
    ["none", PRO, roles(), NO_ROLE],
    ["another product's", PRO, roles("Product.Starter.All"), NO_ROLE],
    ["in lower case", PRO, roles("product.pro.all"), NO_ROLE],
    ["as a prefix", PRO, roles("Product.Pro.Allowed"), NO_ROLE],
    ["as a part", PRO, roles("Product.Pro"), NO_ROLE],
    ["with a space after it", PRO, roles("Product.Pro.All "), NO_ROLE],
    ["with a zero-width space", PRO, roles("Product.Pro.All\u200b"), NO_ROLE],
    ["with a Cyrillic letter", PRO, roles("Рroduct.Pro.All"), NO_ROLE],
    ["__proto__ and constructor", PRO, roles("__proto__", "constructor"), NO_ROLE],
    ["among others", PRO, roles("Reader", own), ADMIT],
    ["a further role besides the product's", { ...PRO, roles: ["Admin"] }, roles(own, "Admin"), ADMIT],
    ["the further role alone", { ...PRO, roles: ["Admin"] }, roles("Admin"), NO_ROLE],
    ["the product's alone", { ...PRO, roles: ["Admin"] }, roles(own), NO_ROLE],
    ["a list means all of them", { ...PRO, roles: ["A", "B"] }, roles(own, "A"), NO_ROLE],
    ["all, and all held", { ...PRO, roles: { all: ["A", "B"] } }, roles("B", own, "A"), ADMIT],
    ["any, one held", { ...PRO, roles: { any: ["A", "B"] } }, roles(own, "B"), ADMIT],
    ["any, none held", { ...PRO, roles: { any: ["A", "B"] } }, roles(own, "C"), NO_ROLE],
  ]);
});

describe("decide: delegated scopes, exact and case-sensitive", () => {
  const read = { ...PRO, scopes: ["Orders.Read"] };
  const scopes = (...scopes: string[]) => userToken({ scopes });
  table([
    ["held, in place of the product's role", read, scopes("Orders.Read"), ADMIT],
    ["none", read, scopes(), NO_SCOPE],
    ["in lower case", read, scopes("orders.read"), NO_SCOPE],
    ["as a prefix", read, scopes("Orders.ReadWrite.All"), NO_SCOPE],
    ["as a role only", read, userToken({ scopes: ["Other"], roles: ["Orders.Read"] }), NO_SCOPE],
    ["a list means all of them", { ...PRO, scopes: ["A", "B"] }, scopes("A"), NO_SCOPE],
    ["all, and all held", { ...PRO, scopes: { all: ["A", "B"] } }, scopes("B", "A"), ADMIT],
    ["any, one held", { ...PRO, scopes: { any: ["A", "B"] } }, scopes("B"), ADMIT],
    ["any, none held", { ...PRO, scopes: { any: ["A", "B"] } }, scopes("C"), NO_SCOPE],
    ["for another product", read, userToken({ audience: STARTER_ID }), "401 token_other_product"],
    ["scopes and roles, one missing", { ...read, roles: ["Admin"] }, scopes("Orders.Read"), NO_ROLE],
    ["scopes and roles, both held", { ...read, roles: ["Admin"] }, userToken({ roles: ["Admin"] }), ADMIT],
  ]);
});

describe("decide: the product of a key", () => {
  const cases = [
    ["/products/pro", PRO, "admit pro key"],
    ["/products/partner", PRO, "401 key_other_product"],
    ["/products/Pro", PRO, "401 key_other_product"],
    ["/products/pro/", PRO, "401 key_other_product"],
    ["/products/", PRO, "401 key_other_product"],
    ["/", PRO, "401 key_other_product"],
    ["__proto__", PRO, "401 key_other_product"],
    ["/products/partner", { product: ["pro", "partner"] }, "admit partner key"],
    ["/products/starter", { product: ["starter", "pro"] }, "401 key_other_product"],
  ] as const;
  for (const [scope, rule, expected] of cases) {
    it(`scope ${scope} for ${[rule.product].flat().join(" or ")}: ${expected}`, () => {
      const decision = decide(
        settingsOf({ clockTolerance: 0 }),
        demand(rule),
        byKey(subscriptionTo({ scope })),
        NOW,
      );
      expect(inWords(decision)).to.equal(expected);
    });
  }
});

describe("decide: 403 says what the route needs", () => {
  const needs = (rule: Rule<Name>, token: VerifiedToken) =>
    decide(settingsOf(), demand(rule), byToken(token), NOW);
  it("the product's role", () => {
    expect(needs(PRO, appToken({ roles: ["Other"] }))).to.deep.include({
      code: "role_missing",
      expected: "Product.Pro.All",
      actual: "Other",
      needs: ["Product.Pro.All"],
    });
  });
  it("the role of the token's own product, where several will do", () => {
    const decision = needs({ product: ["starter", "pro"] }, appToken({ roles: [] }));
    expect(decision).to.deep.include({ needs: ["Product.Pro.All"], actual: "none" });
  });
  it("scopes joined as the demand is meant", () => {
    const decision = needs({ ...PRO, scopes: { any: ["A", "B"] } }, userToken({ scopes: ["C", "D"] }));
    expect(decision).to.deep.include({ expected: "A or B", actual: "C D", needs: ["A", "B"] });
  });
});
