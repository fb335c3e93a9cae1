import { createProductAuth, type RequiredClaim, type VerifiedToken } from "#src/index.js";
import { expect } from "chai";
import { decide } from "#src/decision/decide.js";
import { hasClaim, describeRequiredClaim } from "#src/decision/required-claim.js";
import { CLIENT, PRO_ID, TENANT } from "../catalog.js";
import { NOW, appToken, byToken, inWords, userToken } from "../evidence/evidence-of.js";
import { compiled } from "../rules/compiled.js";
import { settingsOf } from "./settings-of.js";

describe("required claims (API Management, validate-jwt)", () => {
  const claims = {
    plan: "gold",
    plans: ["gold", "silver"],
    scp: "Orders.Read Orders.Write",
    level: 3,
    beta: true,
    empty: "",
    nothing: null,
    deep: JSON.parse(`${"[".repeat(9_000)}${"]".repeat(9_000)}`) as unknown,
    address: { country: "AQ" },
    levels: [1, true, null],
  };
  const cases: readonly (readonly [name: string, required: RequiredClaim, held: boolean])[] = [
    ["a value", { name: "plan", values: ["gold"] }, true],
    ["another value", { name: "plan", values: ["silver"] }, false],
    ["another case", { name: "plan", values: ["Gold"] }, false],
    ["a part of the value", { name: "plan", values: ["gol"] }, false],
    ["a part of the claim's name", { name: "pla", values: ["gold"] }, false],
    ["all of a list", { name: "plans", values: ["silver", "gold"] }, true],
    ["all, one missing", { name: "plans", values: ["gold", "bronze"] }, false],
    ["any of a list", { name: "plans", values: ["bronze", "gold"], match: "any" }, true],
    ["any, none held", { name: "plans", values: ["bronze"], match: "any" }, false],
    ["one text is one value", { name: "scp", values: ["Orders.Read"] }, false],
    ["split at its separator", { name: "scp", values: ["Orders.Read"], separator: " " }, true],
    ["split at another one", { name: "scp", values: ["Orders.Read"], separator: "," }, false],
    ["a number, in JSON's writing", { name: "level", values: ["3"] }, true],
    ["a boolean", { name: "beta", values: ["true"] }, true],
    ["numbers in a list", { name: "levels", values: ["1", "true", "null"] }, true],
    ["an object, in JSON's writing", { name: "address", values: ['{"country":"AQ"}'] }, true],
    ["any value at all", { name: "plan" }, true],
    ["any value, an empty one too", { name: "empty", values: [] }, true],
    ["any value, null too", { name: "nothing" }, true],
    ["a claim nested 9,000 levels deep, any value", { name: "deep" }, true],
    ["a claim nested 9,000 levels deep", { name: "deep", values: ["[]"] }, false],
    ["a claim that is missing", { name: "missing" }, false],
    ["a claim inherited from Object.prototype", { name: "toString" }, false],
    ["__proto__", { name: "__proto__" }, false],
    ["an empty value of a missing claim", { name: "missing", values: [""] }, false],
  ];
  for (const [name, required, held] of cases) {
    it(`${name}: ${held ? "held" : "missing"}`, () => {
      expect(hasClaim(claims, required)).to.equal(held);
    });
  }
  it("are told to operators in words", () => {
    const some = { name: "plan", values: ["a", "b"] };
    expect([
      describeRequiredClaim({ name: "plan" }),
      describeRequiredClaim(some),
      describeRequiredClaim({ ...some, match: "any" }),
    ]).to.deep.equal(["a claim plan", "plan with a and b", "plan with a or b"]);
  });
});

describe("decide: what a product demands besides its role", () => {
  const plan = { name: "plan", values: ["gold"] };
  const OTHER = "22220000-aaaa-2222-bbbb-3333cccc4444";
  const auth = createProductAuth({
    tenantId: TENANT,
    products: { pro: { displayName: "Pro", audience: PRO_ID, clients: [CLIENT], requiredClaims: [plan] } },
  });
  const free = createProductAuth({
    tenantId: TENANT,
    products: { pro: { audience: PRO_ID, role: false, clients: [CLIENT] } },
  });
  const gold = { plan: "gold" };
  const { clientId: _, ...nameless } = appToken({ profile: "openid", audience: PRO_ID, claims: gold });
  const pro = compiled(auth.requirement({ product: "pro" }));
  const scoped = compiled(auth.requirement({ product: "pro", scopes: ["Orders.Read"] }));
  const roleless = compiled(free.requirement({ product: "pro" }));
  const ADMIT = "admit pro token";
  const cases: readonly (readonly [name: string, typeof pro, VerifiedToken, string])[] = [
    ["all of it", pro, appToken({ claims: gold }), ADMIT],
    ["no claim", pro, appToken(), "403 claim_missing"],
    ["another client", pro, appToken({ claims: gold, clientId: OTHER }), "403 client_not_allowed"],
    [
      "its client in upper case",
      pro,
      appToken({ claims: gold, clientId: CLIENT.toUpperCase() }),
      "403 client_not_allowed",
    ],
    ["no client, from another issuer", pro, nameless, "403 client_not_allowed"],
    ["no role", pro, appToken({ claims: gold, roles: [] }), "403 role_missing"],
    ["a user's token with scope and claim", scoped, userToken({ claims: gold }), ADMIT],
    ["a user's token without the claim", scoped, userToken(), "403 claim_missing"],
    [
      "a user's token of another client",
      scoped,
      userToken({ claims: gold, clientId: OTHER }),
      "403 client_not_allowed",
    ],
    ["role false: its clients need no role", roleless, appToken({ roles: [] }), ADMIT],
    ["role false: others are refused", roleless, appToken({ clientId: OTHER }), "403 client_not_allowed"],
    ["role false: a user's token is none of a client", roleless, userToken(), "401 token_kind"],
  ];
  for (const [name, requirement, token, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      expect(inWords(decide(settingsOf(), requirement, byToken(token), NOW))).to.equal(expected);
    });
  }
  it("demands the same when the list given is changed afterwards", () => {
    const requiredClaims = [{ name: "plan", values: ["gold"] }];
    const products = { pro: { displayName: "Pro", audience: PRO_ID, requiredClaims } };
    const requirement = compiled(
      createProductAuth({ tenantId: TENANT, products }).requirement({ product: "pro" }),
    );
    requiredClaims[0]!.values.length = 0;
    const token = appToken({ claims: { plan: "silver" } });
    expect(inWords(decide(settingsOf({ clockTolerance: 0 }), requirement, byToken(token), NOW))).to.equal(
      "403 claim_missing",
    );
  });
});
