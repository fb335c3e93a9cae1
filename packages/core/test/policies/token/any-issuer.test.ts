import { createHmac } from "node:crypto";
import { createProductAuth, type IssuerOptions, type ProductAuthOptions } from "#src/index.js";
import { expect } from "chai";
import { problemsOf } from "../../options/problems-of.js";

const SECRET = Buffer.alloc(32, "s");
const KEYS = { signingKeys: [{ secret: SECRET.toString("base64") }], algorithms: ["HS256"] } as const;

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(claims: object, secret: Buffer = SECRET): string {
  const input = `${base64url({ alg: "HS256" })}.${base64url({ aud: "orders", exp: 4_000_000_000, ...claims })}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

const withIssuers = (issuers: readonly IssuerOptions[]) => ({
  products: { gold: { accepts: ["key"] } },
  subscriptions: [{ id: "s", scope: "/products/gold", primaryKey: "k" }],
  policies: { validateJwt: { name: "caller", audiences: ["orders"], issuers } },
});

async function decide(options: object, sent: string) {
  const auth = createProductAuth(options as ProductAuthOptions);
  const headers: Record<string, string> = {
    "ocp-apim-subscription-key": "k",
    authorization: `Bearer ${sent}`,
  };
  const view = { method: "GET", path: "/", header: (name: string) => headers[name], query: () => undefined };
  const decision = await auth.authorize(view, auth.anyProduct);
  return decision.outcome === "admit" ? decision.access.tokens!["caller"]!.issuer : decision.code;
}

describe("an issuer with acceptAnyIssuer", () => {
  const options = withIssuers([{ ...KEYS, acceptAnyIssuer: true }]);
  it("vouches for tokens of any iss, and without one, by its key", async () => {
    expect(await decide(options, token({ iss: "https://one.example" }))).to.equal("https://one.example");
    expect(await decide(options, token({}))).to.equal("");
    expect(await decide(options, token({ iss: 7 }))).to.equal("");
  });
  it("refuses another key, another audience and an expired token", async () => {
    expect(await decide(options, token({}, Buffer.alloc(32, "t")))).to.equal("token_signature");
    expect(await decide(options, token({ aud: "billing" }))).to.equal("token_audience");
    expect(await decide(options, token({ exp: 1 }))).to.equal("token_expired");
  });
  it("takes what an issuer with a name does not claim", async () => {
    const both = withIssuers([
      {
        ...KEYS,
        issuer: "https://one.example",
        signingKeys: [{ secret: Buffer.alloc(32, "o").toString("base64") }],
      },
      { ...KEYS, acceptAnyIssuer: true },
    ]);
    expect(await decide(both, token({ iss: "https://two.example" }))).to.equal("https://two.example");
    expect(await decide(both, token({ iss: "https://one.example" }))).to.equal("token_signature");
  });

  const refused: readonly (readonly [string, object, string, string])[] = [
    [
      "without keys",
      withIssuers([{ acceptAnyIssuer: true }]),
      "is set without signingKeys",
      "write issuer instead",
    ],
    [
      "beside issuer",
      withIssuers([{ ...KEYS, issuer: "https://a.example", acceptAnyIssuer: true }]),
      "is set beside issuer",
      "keep one of the two",
    ],
    [
      "for the whole instance",
      {
        ...withIssuers([{ ...KEYS, acceptAnyIssuer: true }]),
        issuers: [{ ...KEYS, acceptAnyIssuer: true, products: [] }],
      },
      "is set for the whole instance",
      "remove it and write issuer, or describe the issuer in the token policy that accepts it",
    ],
  ];
  for (const [name, wrong, message, fix] of refused)
    it(`${name} does not start`, () =>
      expect(problemsOf(() => createProductAuth(wrong as ProductAuthOptions))[0]).to.include({
        message,
        fix,
      }));
});
