import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { expect } from "chai";
import type { Algorithm } from "@product-auth/core";
import { openIdClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken, unavailable } from "../../support/refused.js";
import { signer, signWith, type Signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const [ISSUER, JWKS] = ["urn:orders", "https://issuer.example/keys"];
/** Every signature algorithm for published keys (RFC 7518 §3.1, RFC 8037 §3.1). */
const ASYMMETRIC: readonly Algorithm[] = [
  ...(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] as const),
  ...(["ES256", "ES384", "ES512", "EdDSA"] as const),
];

const token = (by: Signer, header?: Record<string, unknown>) => by.sign(openIdClaims(ISSUER), header);
const jwkOf = async (algorithm: Algorithm) => (await signer("key-one", algorithm)).jwk;

export function algorithms({ describe, it, before, after, issuerApis }: Suite): void {
  describe("algorithms", () => {
    const start = issuerApis();
    let world: IssuerServer;
    before(async () => void (world = await startIssuerServer()));
    after(() => world.close());

    const api = (keys: readonly object[], ...algorithms: Algorithm[]) => {
      world.documents.set(JWKS, { keys });
      const choice = algorithms.length === 0 ? {} : { algorithms };
      return start({ issuers: [{ issuer: ISSUER, jwksUri: JWKS, ...choice }], fetch: world.fetch });
    };

    for (const algorithm of ASYMMETRIC) {
      it(`${algorithm} is admitted where it is listed, and refused where another is`, async () => {
        const key = await signer("key-one", algorithm);
        await (await api([key.jwk], algorithm)).admits(token(key));
        const family = ASYMMETRIC.filter((other) => other !== algorithm);
        const others = await api([key.jwk, ...(await Promise.all(family.map(jwkOf)))], ...family);
        const event = await others.refuses(token(key), badToken, "token_algorithm");
        expect(event.actual).to.equal(algorithm);
      });
    }

    it("RS256 alone is accepted by default", async () => {
      const [rs, ps, es] = [
        await signer("key-one"),
        await signer("key-one", "PS256"),
        await signer("a", "ES256"),
      ];
      const usual = await api([rs.jwk, ps.jwk, es.jwk]);
      await usual.admits(token(await signer("key-one")));
      for (const key of [ps, es]) await usual.refuses(token(key), badToken, "token_algorithm");
    });

    for (const alg of [
      "none",
      "None",
      "NONE",
      "HS256",
      "RS1",
      "rs256",
      "",
      undefined,
      null,
      ["RS256"],
      256,
    ]) {
      it(`alg ${JSON.stringify(alg)} is refused where every other is listed`, async () => {
        const key = await signer("key-one");
        const [head, payload, signature] = (await token(key)).split(".");
        const header = { ...(JSON.parse(Buffer.from(head!, "base64url").toString()) as object), alg };
        const changed = Buffer.from(JSON.stringify(header)).toString("base64url");
        const all = await api([key.jwk], ...ASYMMETRIC);
        await all.refuses(`${changed}.${payload}.${signature}`, badToken, "token_algorithm");
      });
    }

    describe("a published key", () => {
      it("with alg serves that one only (RFC 7517 §4.4)", async () => {
        const key = await signer("key-one");
        const bound = await api([{ ...key.jwk, alg: "RS512" }], "RS256", "RS512");
        await bound.refuses(token(key), badToken, "token_signature");
        const fitting = await api([{ ...key.jwk, alg: "RS256" }], "RS256", "RS512");
        await fitting.admits(token(key));
      });
      it("with an alg that is not listed is no key at all", async () => {
        const [key, other] = [await signer("key-one"), await signer("key-two")];
        const bound = await api([{ ...key.jwk, alg: "RS512" }, other.jwk]);
        await bound.refuses(token(key), badToken, "token_unknown_key");
      });
      it("of another kind than alg says is refused", async () => {
        const [rsa, ec] = [await signer("key-one"), await signer("key-one", "ES256")];
        const both = await api([{ ...ec.jwk, kid: "ec" }, rsa.jwk], "RS256", "ES256");
        await both.refuses(token(rsa, { kid: "ec" }), badToken, "token_signature");
        await both.refuses(token(ec, { kid: rsa.kid }), badToken, "token_signature");
      });
      it("of kind oct is ignored: a published secret is known to all", async () => {
        const [secret, key] = [randomBytes(32), await signer("key-one")];
        const oct = { kty: "oct", k: secret.toString("base64url"), kid: "shared", use: "sig" };
        const mixed = await api([oct, key.jwk]);
        await mixed.admits(token(key));
        const forged = signWith(secret, openIdClaims(ISSUER), { alg: "HS256", kid: "shared" });
        await mixed.refuses(forged, badToken, "token_algorithm");
        const alone = await api([{ ...oct, alg: "RS256" }]);
        await alone.refuses(token(key), unavailable, "signing_keys_unavailable");
      });
      const unusable: readonly (readonly [string, object])[] = [
        ["for encryption", { use: "enc" }],
        ["whose use is no text", { use: ["sig"] }],
        ["whose operations are others (RFC 7517 §4.3)", { key_ops: ["encrypt"] }],
        ["whose alg is no text", { alg: 256 }],
        ["whose kid is no text", { kid: 7 }],
        ["that is none", { kty: "RSA", n: "", e: "" }],
      ];
      for (const [what, members] of unusable) {
        it(`${what} is no key at all`, async () => {
          const [key, other] = [await signer("key-one"), await signer("key-two")];
          const mixed = await api([{ ...key.jwk, ...members }, other.jwk]);
          await mixed.admits(token(other));
          await mixed.refuses(token(key), badToken, "token_unknown_key");
        });
      }
      it("of 1024 bits does not verify what its owner signs (RFC 7518 §3.3)", async () => {
        const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
        const other = await signer("key-two");
        const mixed = await api([{ ...publicKey.export({ format: "jwk" }), kid: "short" }, other.jwk]);
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
        const input = `${part({ alg: "RS256", kid: "short" })}.${part(openIdClaims(ISSUER))}`;
        const signature = sign("sha256", Buffer.from(input), privateKey).toString("base64url");
        await mixed.refuses(`${input}.${signature}`, badToken, "token_unknown_key");
      });
    });
  });
}
