import { generateKeyPairSync, sign } from "node:crypto";
import { expect } from "chai";
import { createProductAuth, type RequestView } from "#src/index.js";

const ISSUER = "https://main.example";
const AUDIENCE = "https://api.contoso.example";
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
function tokenOf(claims: object = {}): string {
  const payload = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: "shop",
    client_id: "shop",
    exp: 4_000_000_000,
    ...claims,
  };
  const input = `${encoded({ alg: "RS256" })}.${encoded(payload)}`;
  return `${input}.${sign("sha256", Buffer.from(input), privateKey).toString("base64url")}`;
}

const auth = createProductAuth({
  issuers: [
    {
      issuer: ISSUER,
      signingKeys: [{ publicKey: publicKey.export({ type: "spki", format: "pem" }).toString() }],
    },
  ],
  products: { starter: { accepts: ["key"] } },
  policies: { validateJwt: { name: "caller", audiences: [AUDIENCE], roles: ["R"] } },
  subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme", secondaryKey: "acme-2" }],
});

const viewOf = (token?: string): RequestView => ({
  method: "GET",
  path: "/",
  header: (name) =>
    name === "ocp-apim-subscription-key"
      ? "acme"
      : name === "authorization" && token !== undefined
        ? `Bearer ${token}`
        : undefined,
  query: () => undefined,
});

describe("explain: token policies", () => {
  const place = { place: "global", index: 0, name: "caller" };
  const ofPolicy = async (token?: string) => {
    const { outcome, code, checks } = await auth.explain(viewOf(token), { product: "starter" });
    return { outcome, code, checks: checks.filter(({ policy }) => policy !== undefined), all: checks };
  };

  it("lists the checks of the policy after those of the credential", async () => {
    const { outcome, checks, all } = await ofPolicy(tokenOf({ roles: ["R"] }));
    expect(outcome).to.equal("admit");
    expect(checks.length).to.be.above(8);
    expect(all.slice(-checks.length)).to.deep.equal(checks);
    for (const check of checks) expect(check).to.deep.include({ result: "passed", policy: place });
  });
  it("names the check that failed", async () => {
    const { outcome, code, checks } = await ofPolicy(tokenOf());
    expect([outcome, code]).to.deep.equal(["refuse", "role_missing"]);
    expect(checks.filter(({ result }) => result === "failed")).to.deep.equal([
      {
        check: "it carries the rights demanded",
        result: "failed",
        expected: "R",
        actual: "none",
        policy: place,
      },
    ]);
  });
  it("a token that is missing, and one for another audience", async () => {
    expect((await ofPolicy()).checks[0]).to.include({ check: "a token is presented", result: "failed" });
    const { code, checks } = await ofPolicy(tokenOf({ aud: "https://other.example" }));
    expect(code).to.equal("token_audience");
    expect(checks.find(({ result }) => result === "failed")?.check).to.equal(
      "its audience is accepted by the policy",
    );
  });
  it("an admission waits for nothing: it is no promise, warm and cold", () => {
    const requirement = auth.requirement({ product: "starter" });
    const text = tokenOf({ roles: ["R"], jti: "cold" });
    for (let i = 0; i < 2; i++) {
      const decision = auth.authorize(viewOf(text), requirement);
      expect(decision).to.not.be.a("promise");
      expect(decision).to.have.nested.property("access.tokens.caller.clientId", "shop");
    }
  });
});
