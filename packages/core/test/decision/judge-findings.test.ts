import { createProductAuth } from "#src/index.js";
import { expect } from "chai";
import type { ClientEvidence } from "#src/evidence/evidence.js";
import { HINTS } from "#src/refusals/hints.js";
import { judgeKey } from "#src/decision/judge-key.js";
import { judgeClient, judgeToken } from "#src/decision/judge-token.js";
import type { CompiledRule, Rule } from "#src/rules/rule.js";
import { CLIENT as CLIENT_ID, demand, PRO_ID, STARTER_ID } from "../catalog.js";
import { CLIENT, NOW, SECONDS, appToken, subscriptionTo, userToken } from "../evidence/evidence-of.js";
import { compiled } from "../rules/compiled.js";
import { settingsOf } from "./settings-of.js";

const SETTINGS = settingsOf();
const pro = demand({ product: "pro" });
const either = demand({ product: ["pro", "starter"] });
const orders = demand({ product: "pro", scopes: { any: ["Orders.Read", "Orders.Write"] } });
const admins = demand({ product: "pro", roles: ["Orders.Admin", "Orders.Audit"] });

// What operators read. Callers see none of it.
describe("judgeToken: what each check wanted and found", () => {
  const cases = [
    [
      pro,
      appToken({ expiresAt: SECONDS - 300 }),
      {
        code: "token_expired",
        expected: "exp after 2026-01-02T03:04:05.000Z",
        actual: "2026-01-02T02:59:05.000Z",
      },
    ],
    [
      pro,
      appToken({ notBefore: SECONDS + 301 }),
      {
        code: "token_not_yet_valid",
        expected: "nbf and iat before 2026-01-02T03:04:05.000Z",
        actual: "2026-01-02T03:09:06.000Z",
      },
    ],
    [
      either,
      appToken({ audience: "api://other" }),
      {
        code: "token_other_product",
        expected: "the audience of pro or starter",
        actual: "api://other",
        hint: HINTS.otherProduct,
      },
    ],
    [
      pro,
      appToken({ clientId: undefined! }),
      { code: "token_client", expected: "azp or appid", actual: "nothing", hint: HINTS.idToken },
    ],
    [
      pro,
      userToken(),
      { code: "token_kind", expected: "an app-only token", actual: "delegated", hint: HINTS.userToken },
    ],
    [
      pro,
      appToken({ caller: "unknown" }),
      { code: "token_kind", expected: "an app-only token", actual: "unknown", hint: HINTS.unknownCaller },
    ],
    [
      orders,
      appToken(),
      { code: "token_kind", expected: "a delegated token", actual: "app-only", hint: HINTS.appToken },
    ],
    [
      pro,
      appToken({ roles: [] }),
      {
        code: "role_missing",
        expected: "Product.Pro.All",
        actual: "none",
        needs: ["Product.Pro.All"],
        hint: HINTS.notAssigned,
      },
    ],
    [
      pro,
      appToken({ roles: ["a", "b"] }),
      {
        code: "role_missing",
        expected: "Product.Pro.All",
        actual: "a b",
        needs: ["Product.Pro.All"],
        hint: HINTS.otherRole,
      },
    ],
    [
      orders,
      userToken({ scopes: [] }),
      {
        code: "scope_missing",
        expected: "Orders.Read or Orders.Write",
        actual: "none",
        needs: ["Orders.Read", "Orders.Write"],
      },
    ],
    [
      admins,
      appToken(),
      {
        code: "role_missing",
        expected: "Orders.Admin and Orders.Audit",
        actual: "Product.Pro.All",
        needs: ["Product.Pro.All", "Orders.Admin", "Orders.Audit"],
      },
    ],
  ] as const;
  for (const [requirement, token, finding] of cases) {
    it(`${finding.code}: ${finding.expected}`, () => {
      expect(judgeToken(SETTINGS, requirement as CompiledRule<"pro" | "starter">, token, NOW)).to.deep.equal(
        finding,
      );
    });
  }
  it("a long list is cut after twenty", () => {
    const roles = Array.from({ length: 25 }, (_, i) => `r${i}`);
    expect(judgeToken(SETTINGS, pro, appToken({ roles }), NOW)).to.have.property(
      "actual",
      roles.slice(0, 20).join(" "),
    );
  });
  it("a token without an end has not ended", () => {
    const { expiresAt: _, ...endless } = appToken();
    expect(judgeToken(SETTINGS, pro, endless, NOW)).to.have.property("name", "pro");
  });
});

describe("judgeToken: a token for several products", () => {
  const several = (roles: string[], ...audience: string[]) =>
    appToken({ profile: "openid", audience, roles });
  const judged = (token: ReturnType<typeof appToken>) => judgeToken(SETTINGS, either, token, NOW);
  const [PRO, STARTER] = [`api://${PRO_ID}`, `api://${STARTER_ID}`];

  it("is for the first whose rights it holds", () => {
    expect(judged(several(["Product.Starter.All"], PRO, STARTER))).to.have.property("name", "starter");
    expect(judged(several(["Product.Pro.All", "Product.Starter.All"], PRO, STARTER))).to.have.property(
      "name",
      "pro",
    );
    expect(judged(several(["Product.Pro.All"], "api://nobody", PRO))).to.have.property("name", "pro");
  });
  it("that holds the role of none is refused for all of them", () => {
    expect(judged(several([], PRO, STARTER))).to.deep.include({
      code: "role_missing",
      expected: "Product.Pro.All or Product.Starter.All",
      needs: ["Product.Pro.All", "Product.Starter.All"],
    });
    expect(judged(several(["Product.Starter.All"], PRO))).to.include({ code: "role_missing" });
    expect(judged(several([], "api://nobody"))).to.include({ code: "token_other_product" });
  });
});

// Advice about app registrations helps at no other issuer: these hints name the options of the issuer.
describe("judgeToken: hints for tokens of other issuers", () => {
  const audience = [`api://${PRO_ID}`];
  const app = (over: object) => appToken({ profile: "openid", audience, ...over });
  const user = (over: object) => userToken({ profile: "openid", audience, ...over });
  const cases = [
    [pro, app({ audience: ["api://other"] }), "token_other_product", "openIdOtherProduct"],
    [pro, user({}), "token_kind", "openIdUserToken", "callerOf"],
    [pro, app({ caller: "unknown" }), "token_kind", "openIdUnknownCaller", "callerOf", "clientClaim"],
    [orders, app({}), "token_kind", "openIdAppToken", "callerOf"],
    [pro, app({ roles: [] }), "role_missing", "openIdNoRoles", "rolesClaim", "membersOf"],
    [pro, app({ roles: ["x"] }), "role_missing", "openIdOtherRole", "rolesClaim"],
    [orders, user({ scopes: [] }), "scope_missing", "openIdNoScopes", "scopesClaim"],
  ] as const;
  for (const [requirement, token, code, name, ...options] of cases) {
    it(`${code}: ${name}`, () => {
      const found = judgeToken(SETTINGS, requirement as CompiledRule<"pro">, token, NOW);
      expect(found).to.include({ code, hint: HINTS[name] });
      for (const option of options) expect(HINTS[name]).to.include(option);
      expect(HINTS[name]).to.not.match(/app registration|admin consent|idtyp|\/\.default|manifest/);
    });
  }
  it("scopes that are there, and not the demanded ones, need no hint", () => {
    const found = judgeToken(SETTINGS, orders as CompiledRule<"pro">, user({ scopes: ["x"] }), NOW);
    expect(found).to.include({ code: "scope_missing" }).and.not.have.property("hint");
  });
});

describe("judgeToken: clients and claims of a product that asks for no role", () => {
  const auth = createProductAuth({
    issuer: "https://login.example",
    products: {
      open: { audience: "a", role: false, clients: [CLIENT_ID], requiredClaims: [{ name: "region" }] },
    },
  });
  const rule = compiled(auth.requirement({ product: "open" } as Rule<"open">));
  const token = (over: object) =>
    appToken({ profile: "openid", audience: ["a"], roles: [], claims: { region: "eu" }, ...over });
  const judged = (over: object) => judgeToken(SETTINGS, rule, token(over), NOW);

  it("lets its clients on", () => void expect(judged({})).to.have.property("name", "open"));
  it("and no others", () => {
    const finding = { code: "client_not_allowed", expected: "a client of open" };
    expect(judged({ clientId: "x" })).to.deep.equal({ ...finding, actual: "x" });
    expect(judged({ clientId: undefined })).to.deep.equal({
      ...finding,
      actual: "nothing",
      hint: HINTS.openIdNoClient,
    });
  });
  it("wants its claims", () =>
    void expect(judged({ claims: {} })).to.deep.equal({ code: "claim_missing", expected: "a claim region" }));
});

describe("judgeClient: what each check wanted and found", () => {
  const client = { id: CLIENT_ID, products: ["pro"], state: "active" } as const;
  const good = (over: object): ClientEvidence => ({ kind: "good", client: { ...client, ...over } });
  const cases = [
    [
      CLIENT.unknown,
      { code: "client_unknown", expected: "a registered client application", actual: CLIENT_ID },
    ],
    [CLIENT.pending, { code: "client_state", expected: "an active client application", actual: "pending" }],
    [
      good({ ownerState: "blocked" }),
      { code: "client_owner", expected: "an active owner", actual: "blocked" },
    ],
    [CLIENT.stranger, { code: "client_not_linked", expected: "a link to pro", actual: "starter" }],
    [CLIENT.active, undefined],
    [CLIENT.unavailable, undefined],
    [undefined, undefined],
  ] as const;
  for (const [evidence, finding] of cases) {
    it(finding?.code ?? "nothing", () => {
      expect(judgeClient(evidence, pro.products[0]!, appToken())).to.deep.equal(finding);
    });
  }
});

describe("judgeKey: what each check wanted and found", () => {
  const cases = [
    [{ state: "suspended" }, { code: "key_state", expected: "an active subscription", actual: "suspended" }],
    [
      { startDate: NOW + 1 },
      {
        code: "key_not_started",
        expected: "a start before 2026-01-02T03:04:05.000Z",
        actual: "2026-01-02T03:04:05.001Z",
      },
    ],
    [
      { endDate: NOW },
      {
        code: "key_ended",
        expected: "an end after 2026-01-02T03:04:05.000Z",
        actual: "2026-01-02T03:04:05.000Z",
      },
    ],
    [
      { scope: "/products/starter" },
      { code: "key_other_product", expected: "/products/pro", actual: "/products/starter" },
    ],
  ] as const;
  for (const [over, finding] of cases) {
    it(finding.code, () => {
      expect(judgeKey(SETTINGS, pro, subscriptionTo(over), NOW)).to.deep.equal(finding);
    });
  }
});
