import { expect } from "chai";
import { ruleWords } from "#src/rules/rule-words.js";
import type { Rule } from "#src/rules/rule.js";

describe("ruleWords", () => {
  for (const [words, ...rules] of [
    ["any product"],
    ["any product", {}],
    ["product pro", { product: "pro" }],
    ["product pro or starter", { product: ["pro", "starter"] }],
    ["product pro and starter", { product: "pro" }, { product: "starter" }],
    ["product (pro or free) and starter", { product: ["pro", "free"] }, { product: "starter" }],
    ["product pro", {}, { product: "pro" }, { product: "pro" }],
    ["any product, scopes A and B", { scopes: ["A", "B"] }],
    ["any product, scopes A or B", { scopes: { any: ["A", "B"] } }],
    ["any product, scopes (A or B) and C", { scopes: { any: ["A", "B"] } }, { scopes: { all: ["C"] } }],
    ["product pro, roles R", { product: "pro" }, { roles: ["R"] }],
    ["product pro, key only", { product: "pro", accepts: ["key"] }],
    ["product pro, token or key only", { product: "pro", accepts: ["token", "key"] }],
    ["product pro, token and key", { product: "pro", all: true }],
    ["product pro, token in query parameter t", { product: "pro", tokenSource: { query: "t" } }],
    [
      "token in query parameter t, (product pro, or scopes A)",
      { anyOf: [{ product: "pro" }, { scopes: ["A"] }], tokenSource: { query: "t" } },
    ],
    ["any product, token in cookie t", { tokenSource: { cookie: "t" } }],
    ["any product, token in header X-T", { tokenSource: { header: "X-T" } }],
    ["any product, token in header Authorization", { tokenSource: { scheme: "optional" } }],
    ["API orders", { api: "orders" }],
    ["product starter, or scopes A", { anyOf: [{ product: "starter" }, { scopes: ["A"] }] }],
    [
      "product a or b, or (product starter, scopes A and B), or key only",
      {
        anyOf: [{ product: ["a", "b"] }, { product: "starter", scopes: ["A", "B"] }, { accepts: ["key"] }],
      },
    ],
    ["API orders, (product a, or roles R)", { api: "orders", anyOf: [{ product: "a" }, { roles: ["R"] }] }],
    [
      "product pro, (product pro, or scopes A)",
      { product: "pro" },
      { anyOf: [{ product: "pro" }, { scopes: ["A"] }] },
    ],
    ["product pro, scopes A", { anyOf: [{ product: "pro", scopes: ["A"] }] }],
    ["API orders, product pro, scopes A", { api: "orders", product: "pro", scopes: ["A"] }],
  ] as [string, ...Rule<string, string>[]][])
    it(`${JSON.stringify(rules)}: ${words}`, () => expect(ruleWords(rules)).to.equal(words));
});
