import type { IncomingMessage } from "node:http";
import {
  ConfigurationError,
  createProductAuth,
  type Decision,
  type Explanation,
  type ProductAuth,
  type ProductAuthOptions,
  type RequestView,
} from "#src/index.js";
import { createProductAuthTrustingClaims } from "#src/adapters/index.js";
import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { inWords } from "../../evidence-of.js";
import { presenting } from "../issued.js";
import { startReader, type Reader } from "../../../request/raw-request.js";
import { viewOf } from "../../../request/view-of.js";
import { NodeRequestView } from "#src/request/request-view.js";

type Names = "starter" | "pro" | "classic";
type Claims = Record<string, unknown>;

const claimsIn = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Claims;

describe("claims that the application has verified", () => {
  let entra: Entra;
  let reader: Reader;
  let auth: ProductAuth<Names>;
  /** What the application has found on the next request, who is asked about it, and what. */
  let verified: unknown;
  let asked: ProductAuth<Names>;
  let ask: (view: RequestView) => unknown;
  const found = new WeakMap<IncomingMessage, unknown>();

  before(async () => {
    entra = await startEntra({
      products: {
        starter: { scopes: ["Orders.Read"] },
        pro: {},
        classic: { requestedAccessTokenVersion: 1 },
      },
      clients: { contoso: { products: ["starter", "pro", "classic"] }, stranger: {} },
    });
    auth = trusting();
    reader = await startReader((req) => {
      found.set(req, verified);
      return ask(asked.viewOf(req));
    });
  });
  after(async () => {
    await reader.close();
    await entra.close();
  });

  const optionsFor = (more: Partial<ProductAuthOptions<Names>> = {}): ProductAuthOptions<Names> => ({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    products: {
      starter: { displayName: "Starter", audience: entra.products["starter"]!.audience },
      pro: { displayName: "Pro", audience: entra.products["pro"]!.audience, accepts: ["token", "key"] },
      classic: { displayName: "Classic", audience: entra.products["classic"]!.audience },
    },
    subscriptions: [{ id: "contoso-pro", scope: "/products/pro", primaryKey: "a-good-key" }],
    ...more,
  });
  const trusting = (more: Partial<ProductAuthOptions<Names>> = {}) =>
    createProductAuthTrustingClaims<Names>(optionsFor(more), (req) => found.get(req));
  const tokenFor = (product: string, more: object = {}) =>
    entra.tokenFor({ client: "contoso", product, ...more });
  const bearer = (token: string) => `Authorization: Bearer ${token}`;

  /** The decision, in words, about a request with these lines, on which the application has found these claims. */
  async function decided(
    claims: unknown,
    lines: readonly string[],
    rule = auth.anyProduct,
    by = auth,
  ): Promise<unknown> {
    verified = claims;
    asked = by;
    ask = (view) => inWords(by.authorize(view, rule) as Decision);
    return reader.send("/orders", ...lines);
  }

  it("admit the token whose claims they are, and nothing is fetched for it", async () => {
    const token = await tokenFor("starter");
    entra.requests.clear();
    expect(await decided(claimsIn(token), [bearer(token)])).to.equal("admit starter token");
    expect(entra.requests.count()).to.equal(0);
  });
  it("stay as they are: handlers get the token's own, frozen", async () => {
    const token = await tokenFor("starter");
    verified = claimsIn(token);
    asked = auth;
    ask = (view) => {
      const decision = auth.authorize(view, auth.anyProduct) as Decision;
      if (decision.outcome !== "admit") throw new Error(decision.code);
      const { claims } = decision.access.token!;
      return [claims, Object.isFrozen(claims)];
    };
    expect(await reader.send("/orders", bearer(token))).to.deep.equal([claimsIn(token), true]);
    expect(Object.isFrozen(verified)).to.equal(false);
  });

  describe("are compared with the token", () => {
    let token: string;
    let claims: Claims;
    before(async () => {
      token = await tokenFor("starter");
      claims = claimsIn(token);
    });

    const unlike: Record<string, () => unknown> = {
      "nothing was verified": () => undefined,
      null: () => null,
      "no claims": () => ({}),
      true: () => true,
      "the token itself": () => token,
      "a list": () => [claims],
      "what another strategy tells": () => ({ scope: "all" }),
      "one claim less": () => Object.fromEntries(Object.entries(claims).slice(1)),
      "one claim more, such as one that binds the token to its sender": () => ({ ...claims, cnf: {} }),
      "one claim that says something else": () => ({ ...claims, azp: entra.clients["stranger"]!.appId }),
      "one role more": () => ({ ...claims, roles: [...(claims["roles"] as string[]), "Orders.Admin"] }),
      "a number as text": () => ({ ...claims, exp: String(claims["exp"]) }),
      "claims that are only inherited": () => Object.create(claims) as object,
    };
    for (const [what, make] of Object.entries(unlike))
      it(`401: ${what}`, async () =>
        expect(await decided(make(), [bearer(token)])).to.equal("401 token_signature"));
    it("401: another token's, of the same client for the same product", async () => {
      const other = await tokenFor("starter", { claims: { uti: "another" } });
      expect(await decided(claimsIn(other), [bearer(token)])).to.equal("401 token_signature");
    });
  });

  describe("are worth nothing without the token that they are of", () => {
    const cases: Record<string, readonly [lines: (token: string) => string[], expected: string]> = {
      "no credential": [() => [], "401 credentials_missing"],
      "another scheme": [() => ["Authorization: Basic b3BlbjpzZXNhbWU="], "401 token_scheme"],
      "two tokens": [(token) => [bearer(token), bearer(token)], "401 token_repeated"],
      "a good key beside no token": [() => ["Ocp-Apim-Subscription-Key: a-good-key"], "admit pro key"],
    };
    for (const [what, [lines, expected]] of Object.entries(cases))
      it(`${what}: ${expected}`, async () => {
        const token = await tokenFor("starter");
        expect(await decided(claimsIn(token), lines(token))).to.equal(expected);
      });
  });

  it("are judged by the rule as verified tokens are", async () => {
    const check = async (token: string, rule: Parameters<typeof auth.requirement>[0]) =>
      decided(claimsIn(token), [bearer(token)], auth.requirement(rule));
    const user = { delegated: { scopes: ["Orders.Read"] } };
    expect([
      await check(await tokenFor("starter"), { product: "starter" }),
      await check(await tokenFor("starter"), { product: "pro" }),
      await check(await tokenFor("starter"), { product: "starter", roles: ["Orders.Admin"] }),
      await check(await tokenFor("starter", { client: "stranger" }), { product: "starter" }),
      await check(await tokenFor("starter", user), { product: "starter" }),
      await check(await tokenFor("starter", user), { scopes: ["Orders.Read"] }),
      await check(await tokenFor("starter", user), { scopes: ["Orders.Write"] }),
      await check(await entra.flawed.wrongAudience({ product: "starter" }), { product: "starter" }),
      await check(await entra.flawed.expired({ product: "starter" }), { product: "starter" }),
    ]).to.deep.equal([
      "admit starter token",
      "401 token_other_product",
      "403 role_missing",
      "403 role_missing",
      "401 token_kind",
      "admit starter token",
      "403 scope_missing",
      "401 token_audience",
      "401 token_expired",
    ]);
  });
  it("stand beside a key", async () => {
    const token = await tokenFor("pro");
    const lines = (key: string) => [bearer(token), `Ocp-Apim-Subscription-Key: ${key}`];
    expect(await decided(claimsIn(token), lines("a-good-key"))).to.equal("admit pro both");
    expect(await decided(claimsIn(token), lines("a-bad-key"))).to.equal("401 key_unknown");
    expect(await decided(undefined, lines("a-good-key"))).to.equal("401 token_signature");
  });

  it("pass for flawed tokens where the flaw is of key or signature, and nowhere else", async () => {
    const verifying = createProductAuth(optionsFor());
    const rule = { product: "starter" } as const;
    const passed: string[] = [];
    const { garbage: _, tooLong: __, ...flawed } = entra.flawed; // no claims can be read out of these
    for (const [flaw, make] of Object.entries(flawed)) {
      const token = await make({ client: "contoso", product: "starter" });
      const strict = inWords(
        await verifying.authorize(viewOf(presenting(token)), verifying.requirement(rule)),
      );
      const lenient = await decided(claimsIn(token), [bearer(token)], auth.requirement(rule));
      if (strict === lenient) continue;
      expect(lenient, flaw).to.equal("admit starter token");
      passed.push(flaw);
    }
    expect(passed).to.have.members(["foreignKey", "tamperedPayload", "unknownKid", "wrongSignature"]);
  });

  it("explain names no check of key or signature", async () => {
    const told = async (claims: unknown, token: string) => {
      const explanations: Promise<Explanation>[] = [];
      verified = claims;
      asked = auth;
      ask = (view) => explanations.push(auth.explain(view, { product: "starter" }));
      await reader.send("/orders", bearer(token));
      return (await explanations[0])!;
    };
    const token = await tokenFor("starter");
    const admitted = (await told(claimsIn(token), token)).checks.map(({ check }) => check);
    expect(admitted).to.include("the application has verified these claims");
    expect(admitted.join()).to.not.match(/signature|its key|keys|decrypted/);
    const refused = await told(undefined, token);
    expect(refused).to.include({ code: "token_signature" });
    expect(refused.checks.find(({ result }) => result === "failed")).to.deep.equal({
      check: "the application has verified these claims",
      result: "failed",
      expected: "the application to have verified these claims",
    });
  });

  it("are found on requests only: a view that was made otherwise has none", async () => {
    const token = await tokenFor("starter");
    const generous = createProductAuthTrustingClaims(optionsFor(), () => claimsIn(token));
    const decision = await generous.authorize(viewOf(presenting(token)), generous.anyProduct);
    expect(inWords(decision)).to.equal("401 token_signature");
    expect(auth.viewOf({ url: "/" } as IncomingMessage)).to.be.instanceOf(NodeRequestView);
  });
  it("need no issuer that answers: ready at once, and well", async () => {
    const alone = createProductAuthTrustingClaims(
      optionsFor({ authorityHost: "https://login.example" }),
      () => ({}),
    );
    await alone.ready();
    expect(alone.health()).to.deep.equal({
      status: "ok",
      issuers: [],
      rememberedTokens: 0,
      counters: { state: "ok", store: "memory", size: { known: 0, madeUp: 0 } },
    });
    await alone.close();
  });
  it("are of a tenant that the options name", async () => {
    const other = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
    const mine = [await tokenFor("starter"), await tokenFor("classic")];
    const foreign = [
      await entra.flawed.wrongTenant({ product: "starter" }),
      await entra.flawed.otherTenantIssuer({ product: "starter" }),
      await entra.flawed.wrongTenant({ product: "classic" }),
      await entra.flawed.otherTenantIssuer({ product: "classic" }),
    ];
    for (const more of [
      {},
      { tenantId: [entra.tenantId.toUpperCase(), other] },
      { tenantId: "organizations", allowedTenants: [entra.tenantId] },
    ]) {
      const by = trusting(more);
      const inTurn = async (tokens: readonly string[]) => {
        const words: unknown[] = [];
        for (const token of tokens)
          words.push(await decided(claimsIn(token), [bearer(token)], by.anyProduct, by));
        return words;
      };
      expect(await inTurn(mine)).to.deep.equal(["admit starter token", "admit classic token"]);
      expect(await inTurn(foreign), JSON.stringify(more)).to.deep.equal([
        "401 token_tenant",
        "401 token_issuer",
        "401 token_tenant",
        "401 token_issuer",
      ]);
    }
  });
  for (const [what, more] of Object.entries({
    "a tenant that only a fetch could tell": { tenantId: "contoso.onmicrosoft.com" },
    "another issuer alone": {
      tenantId: undefined,
      issuer: "https://login.contoso.example",
      authorityHost: undefined,
    },
  }))
    it(`do not start with ${what}`, () =>
      expect(() => createProductAuthTrustingClaims(optionsFor(more as object), () => ({}))).to.throw(
        ConfigurationError,
        "tenantId: names no tenant by GUID",
      ));
});
