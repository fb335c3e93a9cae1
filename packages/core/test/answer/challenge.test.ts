import { createProductAuth, type Refuse, type RequestView } from "#src/index.js";
import { expect } from "chai";
import type { Requirement } from "#src/rules/rule.js";
import { challenge } from "#src/answer/challenge.js";
import { decide } from "#src/decision/decide.js";
import { PRODUCTS, TENANT, anew, demand, refusal, type Name } from "../catalog.js";
import { NOW, appToken, byToken, userToken } from "../evidence/evidence-of.js";
import { viewOf } from "../request/view-of.js";
import { answerTo } from "./answer-to.js";
import { settingsOf } from "../decision/settings-of.js";

const view = viewOf({ host: "api.example.com" });
const KEY =
  'AzureApiManagementKey realm="https://api.example.com/",name="Ocp-Apim-Subscription-Key",type="header"';

const challengesOf = (decision: Refuse, requirement: Requirement<Name>, from: RequestView = view) =>
  answerTo(anew(), decision, requirement, from).headers["www-authenticate"];

describe("challenges of a 401 (RFC 9110 §11.6.1)", () => {
  const starter = demand({ product: "starter" });
  const pro = demand({ product: "pro" });
  const partner = demand({ product: "partner" });
  const INVALID = 'Bearer error="invalid_token"';
  const cases = [
    ["nothing sent: the schemes without an error (RFC 6750 §3)", "token_missing", starter, ["Bearer"]],
    ["nothing sent to a product that takes both", "credentials_missing", pro, ["Bearer", KEY]],
    ["nothing sent to a product that takes keys", "key_missing", partner, [KEY]],
    ["another scheme: no error (RFC 6750 §3.1)", "token_scheme", starter, ["Bearer"]],
    ["a bad token", "token_signature", starter, [INVALID]],
    ["an expired token looks the same", "token_expired", starter, [INVALID]],
    ["a repeated token", "token_repeated", starter, [INVALID]],
    ["a bad token, where a key would do", "token_expired", pro, [INVALID, KEY]],
    ["a bad key", "key_unknown", partner, [KEY]],
    ["a bad key, where a token would do: no error for Bearer", "key_unknown", pro, ["Bearer", KEY]],
    [
      "a key, where the rule takes tokens only",
      "token_missing",
      demand({ product: "pro", accepts: ["token"] }),
      ["Bearer"],
    ],
  ] as const;
  for (const [name, code, requirement, expected] of cases) {
    it(name, () => {
      expect(challengesOf(refusal(code), requirement)).to.deep.equal(expected);
    });
  }
});

describe("challenges that say where the metadata is (RFC 9728 §5.1)", () => {
  const published = createProductAuth({
    tenantId: TENANT,
    products: PRODUCTS,
    subscriptions: [],
    protectedResource: { resource: "https://api.example.com/v1" },
  });
  const WHERE = 'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource/v1"';
  const cases = [
    ["nothing sent", refusal("token_missing"), `Bearer ${WHERE}`],
    ["a bad token", refusal("token_signature"), `Bearer error="invalid_token", ${WHERE}`],
    [
      "a missing role",
      { ...refusal("role_missing", 403), needs: ["Product.Starter.All"] },
      `Bearer error="insufficient_scope", scope="Product.Starter.All", ${WHERE}`,
    ],
  ] as const;
  for (const [name, decision, expected] of cases) {
    it(name, () => {
      const { headers } = answerTo(published, decision, demand({ product: "starter" }), view);
      expect(headers["www-authenticate"]).to.deep.equal([expected]);
    });
  }
});

describe("challenges of a 403 (RFC 6750 §3.1: insufficient_scope names what is needed)", () => {
  const PRO = { product: "pro" } as const;
  const cases = [
    ["the product's role", PRO, appToken({ roles: [] }), "Product.Pro.All"],
    [
      "the role of the token's product",
      { product: ["starter", "pro"] },
      appToken({ roles: [] }),
      "Product.Pro.All",
    ],
    ["a further role", { ...PRO, roles: ["Admin"] }, appToken({ roles: [] }), "Product.Pro.All Admin"],
    ["scopes", { ...PRO, scopes: ["A", "B"] }, userToken(), "A B"],
    ["scopes and a role", { ...PRO, scopes: ["A"], roles: ["Admin"] }, userToken(), "A Admin"],
  ] as const;
  for (const [name, rule, token, scope] of cases) {
    it(`${name}: ${scope}`, () => {
      const decision = decide(settingsOf(), demand(rule), byToken(token), NOW) as Refuse;
      expect(decision.status).to.equal(403);
      expect(challengesOf(decision, demand(rule))).to.deep.equal([
        `Bearer error="insufficient_scope", scope="${scope}"`,
      ]);
    });
  }
});

describe("the gateway's own challenge", () => {
  const partner = demand({ product: "partner" });
  const realm = (host: string | readonly string[] | undefined) =>
    challengesOf(refusal("key_missing"), partner, viewOf(host === undefined ? {} : { host }));
  const named = (host: string) => [KEY.replace("api.example.com", () => host)];

  it("names the key's header as the options write it", () => {
    const renamed = createProductAuth({
      tenantId: TENANT,
      products: PRODUCTS,
      subscriptions: [],
      subscriptionKeyParameterNames: { header: "X-Orders-Key" },
    });
    expect(
      answerTo(renamed, refusal("key_missing"), renamed.requirement({ product: "partner" }), view).headers,
    ).to.deep.include({
      "www-authenticate": [KEY.replace("Ocp-Apim-Subscription-Key", "X-Orders-Key")],
    });
  });
  const hosts = [
    ["a port", "localhost:3000", "localhost:3000"],
    ["no Host", undefined, ""],
    ["two Hosts", ["a", "b"], ""],
    ["a quote", 'a",name="x', 'a\\",name=\\"x'],
    ["a backslash", "a\\", "a\\\\"],
    ["a line break", "a\r\nset-cookie: x=1", "a??set-cookie: x=1"],
    ["a letter beyond ASCII", "bücher.example", "b?cher.example"],
    ["a dollar sign", "a$&b", "a$&b"],
    ["a very long Host", "h".repeat(300), "h".repeat(255)],
  ] as const;
  for (const [name, host, written] of hosts) {
    it(`realm with ${name}`, () => {
      expect(realm(host)).to.deep.equal(named(written));
    });
  }
});

describe("challenge: a quoted string can hold any value (RFC 9110 §5.6.4)", () => {
  const cases = [
    ["plain", "a b", '"a b"'],
    ["empty", "", '""'],
    ["quote and backslash", 'a"b\\c', '"a\\"b\\\\c"'],
    ["CR and LF", "a\r\nb", '"a??b"'],
    ["NUL and DEL", "a\0b\x7f", '"a?b?"'],
    ["a tab", "a\tb", '"a\tb"'],
    ["an emoji", "🔑", '"??"'],
  ] as const;
  for (const [name, value, expected] of cases) {
    it(name, () => {
      expect(challenge("Bearer", [["realm", value]])).to.equal(`Bearer realm=${expected}`);
    });
  }
  it("parameters are separated by a comma and a space", () => {
    const parameters = [
      ["a", "1"],
      ["b", "2"],
    ] as const;
    expect(challenge("Bearer", parameters)).to.equal('Bearer a="1", b="2"');
  });
  it("a scheme may stand alone", () => {
    expect(challenge("Bearer", [])).to.equal("Bearer");
  });
});
