import { createHmac, createPublicKey, type JsonWebKey } from "node:crypto";
import { type Entra, type FlawedTokens, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import {
  compactVerify,
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  type JWK,
} from "jose";

type Flaw = keyof FlawedTokens;
type Members = Record<string, unknown>;

/** Which members differ from a good token, and whether the published keys verify the signature. */
interface Difference {
  claims?: string[];
  header?: string[];
  signed: boolean;
}

const differences: Record<Exclude<Flaw, "garbage">, Difference> = {
  expired: { claims: ["exp", "iat", "nbf"], signed: true },
  notYetValid: { claims: ["exp", "nbf"], signed: true },
  noExpiry: { claims: ["exp"], signed: true },
  wrongSignature: { signed: false },
  tamperedPayload: { claims: ["exp"], signed: false },
  algNone: { header: ["alg"], signed: false },
  hs256WithPublicKey: { header: ["alg"], signed: false },
  ps256: { header: ["alg"], signed: true },
  unknownKid: { header: ["kid"], signed: false },
  noKid: { header: ["kid"], signed: false },
  foreignKey: { signed: false },
  wrongAudience: { claims: ["aud"], signed: true },
  arrayAudience: { claims: ["aud"], signed: true },
  noAudience: { claims: ["aud"], signed: true },
  wrongIssuer: { claims: ["iss"], signed: true },
  wrongTenant: { claims: ["tid"], signed: true },
  otherTenantIssuer: { claims: ["iss"], signed: true },
  noTid: { claims: ["tid"], signed: true },
  noVer: { claims: ["ver"], signed: true },
  v1IssuerInV2: { claims: ["iss"], signed: true },
  noClient: { claims: ["azp"], signed: true },
  delegated: { claims: ["name", "oid", "preferred_username", "scp", "sub"], signed: true },
  noRoles: { claims: ["roles"], signed: true },
  otherRole: { claims: ["roles"], signed: true },
  roleWrongCase: { claims: ["roles"], signed: true },
  contradictoryKind: { claims: ["idtyp", "scp"], signed: true },
  idTypDevice: { claims: ["idtyp"], signed: true },
  idToken: { claims: ["aud", "azp", "azpacr", "name", "nonce", "oid", "sub"], signed: true },
  graphToken: { header: ["nonce"], signed: true },
  critHeader: { header: ["crit", "urn:product-auth:emulator"], signed: true },
  tooLong: { claims: ["padding"], signed: true },
};

describe("flawed tokens", () => {
  const now = Date.UTC(2026, 10, 21, 12);
  let entra: Entra;
  let good: { header: Members; claims: Members };
  before(async () => {
    entra = await startEntra({ clock: () => now, tokenLifetime: 3600 });
    good = read(await entra.tokenFor({ client: "contoso", product: "starter" }));
  });
  after(() => entra.close());

  const isSigned = async (token: string): Promise<boolean> => {
    const keys = createRemoteJWKSet(new URL(`${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`));
    const crit = { "urn:product-auth:emulator": true };
    return compactVerify(token, keys, { algorithms: ["RS256", "PS256"], crit }).then(
      () => true,
      () => false,
    );
  };

  it("are all listed here", () => {
    expect(Object.keys(entra.flawed).sort()).to.deep.equal([...Object.keys(differences), "garbage"].sort());
  });

  for (const [flaw, { claims = [], header = [], signed }] of Object.entries(differences)) {
    it(`${flaw} differs in ${[...header, ...claims].join(", ") || "the signature"} and nothing else`, async () => {
      const token = await entra.flawed[flaw as Flaw]();
      const bad = read(token);
      expect(differing(good.header, bad.header)).to.deep.equal(header);
      expect(differing(good.claims, bad.claims)).to.deep.equal(claims);
      expect(await isSigned(token)).to.equal(signed);
    });
  }

  const claimsOf = async (flaw: Flaw): Promise<Members> => read(await entra.flawed[flaw]()).claims;

  it("are further off in time than any clock tolerance", async () => {
    expect((await claimsOf("expired"))["exp"]).to.equal(now / 1000 - 3600);
    expect((await claimsOf("notYetValid"))["nbf"]).to.equal(now / 1000 + 3600);
  });

  it("name issuers and tenants that are near misses", async () => {
    const { origin, tenantId } = entra;
    expect((await claimsOf("wrongIssuer"))["iss"]).to.match(new RegExp(`^https://.+/${tenantId}/v2\\.0$`));
    expect((await claimsOf("otherTenantIssuer"))["iss"]).to.match(
      new RegExp(`^${origin}/[0-9a-f-]{36}/v2\\.0$`),
    );
    expect((await claimsOf("v1IssuerInV2"))["iss"]).to.equal(entra.issuerV1);
    expect((await claimsOf("arrayAudience"))["aud"]).to.deep.equal([entra.products["starter"]!.appId]);
  });

  it("carry roles that only an exact check tells apart", async () => {
    expect((await claimsOf("roleWrongCase"))["roles"]).to.deep.equal(["product.starter.all"]);
    expect((await claimsOf("delegated"))["roles"]).to.deep.equal(["Product.Starter.All"]);
    expect(await claimsOf("contradictoryKind")).to.include({ idtyp: "app" });
  });

  it("pass for HS256 when the public key's PEM is the secret", async () => {
    const token = await entra.flawed.hs256WithPublicKey();
    const [input, signature] = [
      token.slice(0, token.lastIndexOf(".")),
      token.slice(token.lastIndexOf(".") + 1),
    ];
    const pem = createPublicKey({ key: await signingJwk(entra), format: "jwk" }).export({
      type: "spki",
      format: "pem",
    });
    expect(createHmac("sha256", pem).update(input).digest("base64url")).to.equal(signature);
  });

  it("are well formed where only the signature is wrong", async () => {
    for (const flaw of ["wrongSignature", "tamperedPayload", "foreignKey"] as const) {
      const signature = (await entra.flawed[flaw]()).split(".")[2]!;
      expect(Buffer.from(signature, "base64url")).to.have.length(256);
      expect(Buffer.from(signature, "base64url").toString("base64url")).to.equal(signature);
    }
    expect((await entra.flawed.algNone()).endsWith(".")).to.equal(true);
  });

  it("verify by the signing key itself where only the kid is wrong", async () => {
    const key = await importJWK((await signingJwk(entra)) as JWK, "RS256");
    for (const flaw of ["unknownKid", "noKid"] as const) await compactVerify(await entra.flawed[flaw](), key);
  });

  it("are long, or no tokens at all", async () => {
    expect((await entra.flawed.tooLong()).length).to.be.greaterThan(20 * 1024);
    expect(await entra.flawed.garbage()).to.not.include(".");
  });

  it("take a wish: version, claims, and which client and product", async () => {
    const { header, claims } = read(await entra.flawed.expired({ version: 1, claims: { extra: 1 } }));
    expect(header).to.have.property("x5t");
    expect(claims).to.deep.include({ ver: "1.0", extra: 1, exp: now / 1000 - 3600 });
    expect(read(await entra.flawed.v1IssuerInV2({ version: 1 })).claims["iss"]).to.equal(entra.issuer);
    expect(read(await entra.flawed.noClient({ version: 1 })).claims).to.not.have.property("appid");
    expect(await entra.flawed.expired({ product: "nothing" }).catch(String)).to.include(
      'no product "nothing"',
    );
  });

  it("carry the product's role even for a client without one", async () => {
    const bare = await startEntra({ products: { pro: {} }, clients: { fabrikam: {} } });
    expect(decodeJwt(await bare.flawed.delegated())["roles"]).to.deep.equal(["Product.Pro.All"]);
    await bare.close();
  });

  it("need something registered", async () => {
    const empty = await startEntra({ products: {}, clients: {} });
    expect(await empty.flawed.expired().catch(String)).to.match(/needs a client: none is registered/);
    await empty.close();
  });
});

function read(token: string): { header: Members; claims: Members } {
  return { header: decodeProtectedHeader(token) as Members, claims: decodeJwt(token) as Members };
}

/** Names of the members that differ, but for the three that are random in every token. */
function differing(one: Members, other: Members): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => !["aio", "rh", "uti"].includes(name),
  );
  return names.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name])).sort();
}

async function signingJwk(entra: Entra): Promise<JsonWebKey> {
  const response = await fetch(`${entra.origin}/common/discovery/keys`);
  const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] };
  return keys.find(({ kid }) => kid === entra.keys.signingKid)!;
}
