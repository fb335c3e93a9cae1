import { randomBytes } from "node:crypto";
import type { Algorithm, GivenKey } from "@product-auth/core";
import { exportSPKI } from "jose";
import { certificateFor } from "../../support/certificate.js";
import { openIdClaims } from "../../support/issuer-claims.js";
import { badToken } from "../../support/refused.js";
import { signer, signWith, type Signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const ISSUER = "urn:orders";
type Form = (by: Signer) => Promise<GivenKey> | GivenKey;

const numbers: Form = ({ jwk }) => ({ n: jwk.n!, e: jwk.e! });
const pem: Form = async ({ publicKey }) => ({ publicKey: await exportSPKI(publicKey) });
const certificate: Form = (by) => ({ certificate: certificateFor(by) });

export function givenKeys({ describe, it, before, issuerApis }: Suite): void {
  /** Keys given in the options instead of fetched ones, in every form that they can have. */
  describe("signingKeys", () => {
    const start = issuerApis();
    const api = (signingKeys: readonly GivenKey[], ...algorithms: Algorithm[]) => {
      const choice = algorithms.length === 0 ? {} : { algorithms };
      return start({ issuers: [{ issuer: ISSUER, signingKeys, ...choice }] });
    };

    const forms: readonly (readonly [string, Algorithm, Form])[] = [
      ["n and e", "RS256", numbers],
      ["n and e", "PS512", numbers],
      ["publicKey, RSA", "RS256", pem],
      ["publicKey, P-256", "ES256", pem],
      ["publicKey, P-384", "ES384", pem],
      ["publicKey, P-521", "ES512", pem],
      ["publicKey, Ed25519", "EdDSA", pem],
      ["certificate, RSA", "RS256", certificate],
      ["certificate, RSA", "PS256", certificate],
      ["certificate, P-256", "ES256", certificate],
    ];
    for (const [what, algorithm, form] of forms) {
      it(`${what}: admits ${algorithm} by it, refuses another key's`, async () => {
        const [key, other] = [await signer("key-one", algorithm), await signer("key-two", algorithm)];
        const one = await api([await form(key)], algorithm);
        await one.admits(key.sign(openIdClaims(ISSUER)));
        await one.refuses(other.sign(openIdClaims(ISSUER)), badToken, "token_signature");
      });
    }

    for (const [algorithm, bytes] of [
      ["HS256", 32] as const,
      ["HS384", 48] as const,
      ["HS512", 64] as const,
    ]) {
      it(`secret: admits ${algorithm} by it, refuses another secret's`, async () => {
        const secret = randomBytes(bytes);
        const one = await api([{ secret: secret.toString("base64") }], algorithm);
        const claims = openIdClaims(ISSUER);
        await one.admits(signWith(secret, claims, { alg: algorithm }));
        await one.refuses(
          signWith(randomBytes(bytes), claims, { alg: algorithm }),
          badToken,
          "token_signature",
        );
      });
    }

    // "validate-jwt", API Management: the id is matched against kid.
    describe("id and kid", () => {
      let one: Signer;
      let two: Signer;
      before(async () => {
        [one, two] = [await signer("key-one"), await signer("key-two")];
      });
      const named = (id: string, by: Signer) => ({ ...(numbers(by) as { n: string; e: string }), id });
      const token = (by: Signer, kid?: string) => by.sign(openIdClaims(ISSUER), { kid });

      it("a kid that is an id chooses that key, and no other is tried", async () => {
        const both = await api([named("first", one), named("second", two)]);
        await both.admits(token(one, "first"));
        await both.admits(token(two, "second"));
        await both.refuses(token(two, "first"), badToken, "token_signature");
        await both.refuses(token(one, "second"), badToken, "token_signature");
      });
      // Here the gateway tries every key, however many: whoever sends such tokens could make it work for nothing.
      for (const kid of ["unknown", undefined]) {
        it(`a token with the kid ${kid}, nobody's id, is checked with the first key alone`, async () => {
          const both = await api([named("first", one), named("second", two)]);
          await both.admits(token(one, kid));
          await both.refuses(token(two, kid), badToken, "token_signature");
          const later = await api([numbers(two) as GivenKey, named("first", one)]);
          await later.admits(token(two, kid));
          await later.admits(token(one, "first"));
          await later.refuses(token(one, kid), badToken, "token_signature");
        });
        it(`a token with the kid ${kid}, nobody's id, is checked with every secret`, async () => {
          const secrets = [randomBytes(32), randomBytes(32)];
          const ids = [{ id: "a" }, {}];
          const keys = secrets.map((secret, i) => ({ ...ids[i], secret: secret.toString("base64") }));
          const both = await api(keys, "HS256");
          for (const secret of secrets)
            await both.admits(signWith(secret, openIdClaims(ISSUER), { alg: "HS256", kid }));
        });
      }
      it("a kid that is no short text is refused", async () => {
        const only = await api([named("first", one)]);
        for (const kid of ["", 7, ["first"], "k".repeat(257)]) {
          await only.refuses(one.sign(openIdClaims(ISSUER), { kid }), badToken, "token_header");
        }
      });
      it("keys of several kinds: each serves its own algorithms", async () => {
        const [ec, secret] = [await signer("key-one", "ES256"), randomBytes(32)];
        const keys = [numbers(one) as GivenKey, await pem(ec), { secret: secret.toString("base64") }];
        const mixed = await api(keys, "RS256", "ES256", "HS256");
        await mixed.admits(token(one));
        await mixed.admits(ec.sign(openIdClaims(ISSUER)));
        await mixed.admits(signWith(secret, openIdClaims(ISSUER), { alg: "HS256" }));
      });
      // RFC 8725 §2.1: whoever has the public key would sign.
      it("a public key is never a secret, whatever kid and alg say", async () => {
        const ec = await signer("key-one", "ES256");
        const spki = await exportSPKI(ec.publicKey);
        const keys = [
          { ...(await pem(ec)), id: "ec" },
          { secret: randomBytes(32).toString("base64"), id: "shared" },
        ];
        const mixed = await api(keys, "ES256", "HS256");
        const der = Buffer.from(spki.replace(/-----[^-]+-----|\s/g, ""), "base64");
        for (const bytes of [Buffer.from(spki), Buffer.from(spki.trim()), der]) {
          for (const kid of ["ec", "shared", undefined]) {
            const forged = signWith(bytes, openIdClaims(ISSUER), { alg: "HS256", kid });
            await mixed.refuses(forged, badToken, "token_signature");
          }
        }
      });
    });
  });
}
