import { createHmac } from "node:crypto";
import { expect } from "chai";
import { createProductAuth, type Rule } from "#src/index.js";
import { part } from "../evidence/tokens/signer.js";
import { viewOf } from "../request/view-of.js";

const ISSUER = "https://main.example";
const AUDIENCE = "https://api.contoso.example";
const SECRET = Buffer.alloc(32, "s");
const ROLE = "it carries the app role of a product";
const RIGHTS = "it carries the rights demanded";

const auth = createProductAuth({
  issuers: [
    { issuer: ISSUER, signingKeys: [{ secret: SECRET.toString("base64") }], algorithms: ["HS256"] as const },
  ],
  products: {
    writer: { audience: AUDIENCE, role: "Write", clients: ["shop"] },
    reader: { audience: AUDIENCE, role: "Read" },
    other: { audience: "https://other.example", role: "Read" },
  },
});

async function explained(
  claims: object,
  rule: Rule<"writer" | "reader" | "other"> = { product: ["writer", "reader"] },
) {
  const payload = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: "shop",
    client_id: "shop",
    exp: 4_000_000_000,
    ...claims,
  };
  const input = `${part({ alg: "HS256" })}.${part(payload)}`;
  const token = `${input}.${createHmac("sha256", SECRET).update(input).digest("base64url")}`;
  const { outcome, product, code, checks } = await auth.explain(
    viewOf({ authorization: `Bearer ${token}` }),
    rule,
  );
  const results = checks.filter(({ check }) => check === ROLE || check === RIGHTS);
  return { outcome, found: product ?? code, results: results.map(({ check, result }) => [check, result]) };
}

describe("explain: products that share an audience", () => {
  it("the role decides which product a token opens", async () =>
    expect(await explained({ roles: ["Read"] })).to.deep.equal({
      outcome: "admit",
      found: "reader",
      results: [
        [ROLE, "passed"],
        [RIGHTS, "passed"],
      ],
    }));
  it("without any of the roles, that check fails", async () =>
    expect(await explained({ roles: ["Call"] })).to.deep.equal({
      outcome: "refuse",
      found: "role_missing",
      results: [
        [ROLE, "failed"],
        [RIGHTS, "not reached"],
      ],
    }));
  it("with a role, and without another right, the next one fails", async () => {
    const results = [
      [ROLE, "passed"],
      [RIGHTS, "failed"],
    ];
    const rule = { product: ["writer", "reader"], roles: ["Audit"] } as const;
    expect(await explained({ roles: ["Read"] }, rule)).to.deep.equal({
      outcome: "refuse",
      found: "role_missing",
      results,
    });
  });
  it("an expired token has not reached it", async () =>
    expect(await explained({ roles: ["Call"], exp: 1 })).to.deep.equal({
      outcome: "refuse",
      found: "token_expired",
      results: [
        [ROLE, "not reached"],
        [RIGHTS, "not reached"],
      ],
    }));
  it("a product with its own audience has one check of rights, as before", async () => {
    const { results } = await explained(
      { aud: "https://other.example", roles: ["Read"] },
      { product: "other" },
    );
    expect(results).to.deep.equal([[RIGHTS, "passed"]]);
  });
});
