import { expect } from "chai";
import type { Rule } from "#src/index.js";
import { auth, demand } from "../catalog.js";
import { problemsOf } from "../options/problems-of.js";
import { NOW, byToken, inWords, userToken } from "../evidence/evidence-of.js";
import { decide } from "#src/decision/decide.js";
import { settingsOf } from "../decision/settings-of.js";

const problemsOfRule = (rule: unknown, where?: string) =>
  problemsOf(() => auth.requirement(rule as Rule<"pro">, where));

describe("rules that are refused, each with its one problem", () => {
  const UNKNOWN = "names an unknown product, ";
  const LIST = /starter, pro, partner/;
  const NO_KEY = "includes key, and a key carries neither scopes nor roles";
  const NOTHING_ACCEPTED = "accepts no credential that its products accept";
  const cases: readonly (readonly [rule: unknown, path: string, message: string, fix: RegExp])[] = [
    [{}, "rule", "demands nothing", /{ product: "starter" }; for a public route, write open\(\)/],
    [{ product: undefined }, "rule", "demands nothing", /open\(\)/],
    [{ product: undefined, scopes: ["A"] }, "rule.product", "is undefined", /remove it/],
    [{ product: "pro", roles: undefined }, "rule.roles", "is undefined", /remove it/],
    [undefined, "rule", "is not a rule", /{ product: "starter" }/],
    [null, "rule", "is not a rule", /{ product: "starter" }/],
    ["pro", "rule", "is not a rule", /{ product: "starter" }/],
    [["pro"], "rule", "is not a rule", /{ product: "starter" }/],
    [{ prodct: "pro" }, "rule.prodct", "is not part of a rule", /did you mean "product"\?/],
    [{ product: "pro", scope: ["A"] }, "rule.scope", "is not part of a rule", /did you mean "scopes"\?/],
    [
      { product: "pro", tenant: "x" },
      "rule.tenant",
      "is not part of a rule",
      /known names are api, product, scopes, roles, accepts, all, anyOf, tokenSource/,
    ],

    [{ tokenSource: undefined }, "rule", "demands nothing", /open\(\)/],
    [{ product: "pro", tokenSource: undefined }, "rule.tokenSource", "is undefined", /remove it/],
    [{ tokenSource: null }, "rule.tokenSource", "is null", /{ query: "access_token" }/],
    [{ tokenSource: "query" }, "rule.tokenSource", "is a string", /{ query: "access_token" }/],
    [{ tokenSource: [] }, "rule.tokenSource", "is a list", /{ query: "access_token" }/],
    [{ tokenSource: {} }, "rule.tokenSource", "names no place", /{ query: "access_token" }/],
    [{ tokenSource: { query: undefined } }, "rule.tokenSource", "names no place", /query/],
    [
      { tokenSource: () => undefined },
      "rule.tokenSource",
      "is a function, and rules are plain data",
      /set the function as the option tokenSource/,
    ],
    [{ tokenSource: { query: "" } }, "rule.tokenSource.query", "is a string", /not empty/],
    [{ tokenSource: { header: 1 } }, "rule.tokenSource.header", "is a number", /not empty/],
    [{ tokenSource: { header: "a b" } }, "rule.tokenSource.header", "is not a header name", /hyphens/],
    [{ tokenSource: { scheme: "Basic" } }, "rule.tokenSource.scheme", "is a string", /"optional"/],
    [{ tokenSource: { requireScheme: 1 } }, "rule.tokenSource.requireScheme", "is a number", /true or false/],
    [
      { tokenSource: { cookies: "a" } },
      "rule.tokenSource.cookies",
      "is not part of a token source",
      /"cookie"/,
    ],
    [
      { tokenSource: { query: "a", cookie: "b" } },
      "rule.tokenSource.cookie",
      "is set beside query",
      /keep one of the two/,
    ],
    [
      { product: "pro", accepts: ["key"], tokenSource: { query: "a" } },
      "rule.tokenSource",
      "has no effect, because the rule accepts no token",
      /remove it/,
    ],
    [
      { product: "partner", tokenSource: { query: "a" } },
      "rule.tokenSource",
      "has no effect, because the rule accepts no token",
      /remove it/,
    ],

    [
      { anyOf: [{ product: "pro" }, { product: "starter", tokenSource: { query: "a" } }] },
      "rule.anyOf[1].tokenSource",
      "stands in an alternative",
      /beside anyOf/,
    ],
    [
      { anyOf: [{ product: "partner" }, { product: "pro", accepts: ["key"] }], tokenSource: { query: "a" } },
      "rule.tokenSource",
      "has no effect, because the rule accepts no token",
      /remove it/,
    ],

    [{ product: "startre" }, "rule.product", `${UNKNOWN}"startre"`, /did you mean "starter"\?/],
    [{ product: "Pro" }, "rule.product", `${UNKNOWN}"Pro"`, /did you mean "pro"\?/],
    [{ product: "platinum" }, "rule.product", `${UNKNOWN}"platinum"`, LIST],
    [{ product: "" }, "rule.product", `${UNKNOWN}""`, LIST],
    [{ product: ["pro", "gold"] }, "rule.product", `${UNKNOWN}"gold"`, LIST],
    [{ product: [] }, "rule.product", "is empty", LIST],
    [{ product: [undefined] }, "rule.product", `${UNKNOWN}undefined`, LIST],
    [{ product: null }, "rule.product", `${UNKNOWN}null`, LIST],
    [{ product: 1 }, "rule.product", `${UNKNOWN}1`, LIST],
    [{ product: "__proto__" }, "rule.product", `${UNKNOWN}"__proto__"`, LIST],
    [{ product: "constructor" }, "rule.product", `${UNKNOWN}"constructor"`, LIST],

    [{ product: "pro", scopes: [] }, "rule.scopes", "is empty", /scopes: \["Orders.Read"\]/],
    [{ product: "pro", scopes: { all: [] } }, "rule.scopes", "is empty", /scopes: \["Orders.Read"\]/],
    [{ product: "pro", scopes: { any: [] } }, "rule.scopes", "is empty", /scopes: \["Orders.Read"\]/],
    [{ product: "pro", scopes: {} }, "rule.scopes", "has neither all nor any", /scopes: \["Orders.Read"\]/],
    [{ product: "pro", scopes: "Orders.Read" }, "rule.scopes", "is a string", /scopes: \["Orders.Read"\]/],
    [
      { product: "pro", scopes: { any: "A" } },
      "rule.scopes",
      "has a string as any",
      /scopes: \["Orders.Read"\]/,
    ],
    [{ product: "pro", roles: [] }, "rule.roles", "is empty", /roles: \["Orders.Read"\]/],
    [{ product: "pro", roles: null }, "rule.roles", "is null", /roles: \["Orders.Read"\]/],
    [
      { product: "pro", scopes: ["A B"] },
      "rule.scopes",
      "contains a value that is not a scope",
      /one for each/,
    ],
    [{ product: "pro", scopes: [""] }, "rule.scopes", "contains a value that is not a scope", /spaces/],
    [
      { product: "pro", scopes: [undefined] },
      "rule.scopes",
      "contains a value that is not a scope",
      /spaces/,
    ],
    [{ product: "pro", roles: ["A\n"] }, "rule.roles", "contains a value that is not a role", /spaces/],
    [{ product: "pro", roles: [/.*/] }, "rule.roles", "contains a value that is not a role", /strings/],
    [
      { product: "pro", scopes: { any: ["A"], all: ["B"] } },
      "rule.scopes",
      "has members besides all or any",
      /either all or any/,
    ],

    [{ product: "pro", accepts: [] }, "rule.accepts", "is empty", /\["token", "key"\]/],
    [{ product: "pro", accepts: "key" }, "rule.accepts", "is a string", /\["token", "key"\]/],
    [
      { product: "pro", accepts: ["cookie"] },
      "rule.accepts",
      "contains an unknown kind of credential",
      /\["token", "key"\]/,
    ],
    [{ product: "pro", accepts: ["key"], scopes: ["A"] }, "rule.accepts", NO_KEY, /\["token"\]/],
    [{ product: "pro", accepts: ["token", "key"], roles: ["A"] }, "rule.accepts", NO_KEY, /\["token"\]/],
    [{ product: "starter", accepts: ["key"] }, "rule", NOTHING_ACCEPTED, /widen accepts/],
    [{ product: "partner", accepts: ["token"] }, "rule", NOTHING_ACCEPTED, /widen accepts/],
    [{ product: "partner", scopes: ["A"] }, "rule", NOTHING_ACCEPTED, /a product that accepts tokens/],
    [{ product: "partner", roles: ["A"] }, "rule", NOTHING_ACCEPTED, /a product that accepts tokens/],
  ];
  for (const [rule, path, message, fix] of cases) {
    it(`${JSON.stringify(rule) ?? "nothing"}: ${path} ${message}`, () => {
      const problems = problemsOfRule(rule);
      expect(problems.map((problem) => [problem.path, problem.message])).to.deep.equal([[path, message]]);
      expect(problems[0]?.fix).to.match(fix);
    });
  }

  it("every problem at once, said as the call was written", () => {
    const rule = { product: ["startre", "pro"], scopes: [], accepts: [], x: 1 };
    expect(problemsOfRule(rule, "require(rule)").map(({ path }) => path)).to.deep.equal([
      "require(rule).x",
      "require(rule).product",
      "require(rule).scopes",
      "require(rule).accepts",
    ]);
  });
});

describe("rules that are accepted", () => {
  const kinds = (rule: Rule<"starter" | "pro" | "partner">) => demand(rule).accepts;
  const cases = [
    [{ product: "starter" }, { token: true, key: false }],
    [{ product: "pro" }, { token: true, key: true }],
    [{ product: "partner" }, { token: false, key: true }],
    [{ product: ["starter", "partner"] }, { token: true, key: true }],
    [
      { product: "pro", accepts: ["key"] },
      { token: false, key: true },
    ],
    [
      { product: "pro", scopes: ["A"] },
      { token: true, key: false },
    ],
    [
      { product: "pro", roles: ["A"] },
      { token: true, key: false },
    ],
    [{ scopes: ["A"] }, { token: true, key: false }],
    [{ accepts: ["key"] }, { token: false, key: true }],
  ] as const;
  for (const [rule, expected] of cases) {
    it(`${JSON.stringify(rule)} looks at ${JSON.stringify(expected)}`, () => {
      expect(kinds(rule)).to.deep.equal(expected);
    });
  }

  it("without a product mean any product", () => {
    expect(demand({ roles: ["Admin"] }).products.map(({ name }) => name)).to.deep.equal([
      "starter",
      "pro",
      "partner",
    ]);
  });
  it("demand the same when the lists given are changed afterwards", () => {
    const scopes = ["Orders.Write"];
    const requirement = demand({ product: "pro", scopes });
    scopes.length = 0;
    const decision = decide(settingsOf({ clockTolerance: 0 }), requirement, byToken(userToken()), NOW);
    expect(inWords(decision)).to.equal("403 scope_missing");
  });
  it("are not written to, and come back frozen", () => {
    const rule = Object.freeze({ product: "pro", scopes: Object.freeze(["A"]) } as const);
    expect(demand(rule).rule).to.deep.equal(rule).and.to.be.frozen;
    expect(demand(rule)).to.be.frozen;
  });
});
