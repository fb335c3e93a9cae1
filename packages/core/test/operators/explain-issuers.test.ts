import { createProductAuth, type IssuerOptions, type ProductAuth } from "#src/index.js";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { presenting, startIssuer } from "../evidence/tokens/issued.js";
import { viewOf } from "../request/view-of.js";

const ISSUER = "https://issuer.example";

describe("explain, with issuers besides Entra", () => {
  let entra: Entra;
  before(async () => void (entra = await startIssuer()));
  after(() => entra.close());

  const authOf = (issuer: IssuerOptions): ProductAuth<"starter"> =>
    createProductAuth({
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      issuers: [issuer],
      products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
    });
  const named = (): IssuerOptions => ({
    issuer: ISSUER,
    jwksUri: `${entra.origin}/common/discovery/v2.0/keys`,
  });
  const nowhere: IssuerOptions = { discoveryUrl: "http://127.0.0.1:9/discovery" };
  const foreign = (claims: object = {}, header: Record<string, unknown> = {}) =>
    entra.sign(
      {
        iss: ISSUER,
        aud: entra.products["starter"]!.audience,
        sub: "contoso",
        client_id: "contoso",
        roles: ["Product.Starter.All"],
        exp: Math.floor(Date.now() / 1000) + 600,
        ...claims,
      },
      header,
    );

  async function explained(auth: ProductAuth<"starter">, token: string) {
    const { checks, outcome, code } = await auth.explain(viewOf(presenting(token)), { product: "starter" });
    const of = (wanted: string) => checks.filter(({ result }) => result === wanted).map(({ check }) => check);
    return { outcome, code, passed: of("passed"), failed: of("failed"), rest: of("not reached") };
  }

  it("an admitted token passed the checks of its own issuer", async () => {
    const { outcome, passed, rest } = await explained(authOf(named()), await foreign());
    expect(outcome).to.equal("admit");
    expect(rest).to.deep.equal([]);
    expect(passed).to.deep.equal([
      "a credential is presented",
      "one bearer token is presented, not too long",
      "it is a well-formed signed JWT",
      "its issuer is trusted",
      "its header names an accepted algorithm and nothing unknown",
      "the issuer's keys are available",
      "its audience is a product's",
      "its key is the issuer's",
      "its claims have their shapes",
      "its signature holds",
      "it is valid now",
      "its audience is this route's product",
      "its caller is of the kind demanded",
      "it carries the rights demanded",
      "its client application may use the product",
    ]);
  });
  it("an admitted token of Entra passed those of Entra", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    const { outcome, passed } = await explained(authOf(named()), token);
    expect(outcome).to.equal("admit");
    expect(passed).to.include.members(["its tenant is ours", "it names its client application"]);
    expect(passed).to.not.include("its issuer is trusted");
  });
  for (const [flaw, make, code, check] of [
    ["another algorithm", () => foreign({}, { alg: "PS256" }), "token_algorithm", /^its header names an acc/],
    [
      "an unknown kid",
      () => foreign({}, { kid: "unknown" }),
      "token_unknown_key",
      /^its key is the issuer's$/,
    ],
    [
      "another audience",
      () => foreign({ aud: "api://other" }),
      "token_audience",
      /^its audience is a product/,
    ],
    ["no end", () => foreign({ exp: undefined }), "token_claims", /^its claims have their shapes$/],
    ["an end in the past", () => foreign({ exp: 1 }), "token_expired", /^it is valid now$/],
  ] as const) {
    it(`a token with ${flaw} failed in the order of its issuer's checks`, async () => {
      const found = await explained(authOf(named()), await make());
      expect(found.code).to.equal(code);
      expect(found.failed).to.have.length(1);
      expect(found.failed[0]).to.match(check);
      expect([...found.passed, ...found.rest].join()).to.not.match(/tenant|version|may sign/);
    });
  }
  it("an issuer without a name that cannot be reached: nobody has taken the token yet", async () => {
    const found = await explained(authOf(nowhere), await foreign());
    expect(found).to.include({ outcome: "unavailable", code: "signing_keys_unavailable" });
    expect(found.passed.at(-1)).to.equal("it is a well-formed signed JWT");
    expect(found.failed).to.deep.equal(["its issuer is trusted"]);
  });
  it("a remembered token whose keys have become too old: the checks up to the keys were made", async () => {
    let now = Date.now();
    const auth = createProductAuth({
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      issuers: [named()],
      products: { starter: { displayName: "Starter", audience: entra.products["starter"]!.audience } },
      signingKeys: { refreshInterval: 60, lastKnownGood: 60 },
      clock: () => now,
    });
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    await auth.explain(viewOf(presenting(token)));
    now += 61_000;
    entra.faults.outage();
    const found = await explained(auth, token);
    entra.faults.clear();
    expect(found.outcome).to.equal("unavailable");
    expect(found.failed).to.deep.equal(["the issuer's keys are available"]);
    expect(found.passed).to.include("its tenant is ours");
  });
});
