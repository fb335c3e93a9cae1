import {
  constants,
  createCipheriv,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { expect } from "chai";
import type { DecryptionKey } from "@product-auth/core";
import { CompactEncrypt, type CompactJWEHeaderParameters } from "jose";
import type { IssuerApi } from "../../support/issuer-api.js";
import { openIdClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken, lacks } from "../../support/refused.js";
import { signer, type Signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const [ISSUER, JWKS] = ["urn:orders", "https://issuer.example/keys"];
type Header = CompactJWEHeaderParameters;

/** Puts a text into an envelope (RFC 7516). */
function envelope(text: string, key: KeyObject | Uint8Array, header: Header): Promise<string> {
  return new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ cty: "JWT", ...header }).encrypt(key);
}

/** The same with A256GCM and any header, where a careful library would not. */
function byHand(content: Buffer, header: object, wrap: (cek: Buffer) => Buffer): string {
  const [cek, iv] = [randomBytes(32), randomBytes(12)];
  const head = Buffer.from(JSON.stringify({ enc: "A256GCM", ...header })).toString("base64url");
  const cipher = createCipheriv("aes-256-gcm", cek, iv).setAAD(Buffer.from(head));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return [head, ...[wrap(cek), iv, body, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();
const shared = (bytes: Buffer) => ({ secret: bytes.toString("base64") });

export function encryptedTokens({ describe, it, before, after, issuerApis }: Suite): void {
  describe("encrypted tokens (JWE)", () => {
    const start = issuerApis();
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const x25519 = generateKeyPairSync("x25519");
    const secret = { 16: randomBytes(16), 32: randomBytes(32), 48: randomBytes(48), 64: randomBytes(64) };
    let world: IssuerServer;
    let key: Signer;

    before(async () => {
      world = await startIssuerServer();
      key = await signer("key-one");
      world.documents.set(JWKS, { keys: [key.jwk] });
    });
    after(() => world.close());

    const api = (...decryptionKeys: DecryptionKey[]): Promise<IssuerApi> =>
      start({
        issuer: ISSUER,
        jwksUri: JWKS,
        fetch: world.fetch,
        ...(decryptionKeys.length && { decryptionKeys }),
      });
    const signed = (claims: object = {}) => key.sign(openIdClaims(ISSUER, claims));
    const toRsa = async (text?: string, more: Partial<Header> = {}) =>
      envelope(text ?? (await signed()), rsa.publicKey, { alg: "RSA-OAEP-256", enc: "A256GCM", ...more });

    const ways: readonly (readonly [
      alg: string,
      enc: string,
      with_: KeyObject | Buffer,
      ours: DecryptionKey,
    ])[] = [
      ["RSA-OAEP-256", "A256GCM", rsa.publicKey, { privateKey: pem(rsa.privateKey) }],
      ["RSA-OAEP", "A128CBC-HS256", rsa.publicKey, { privateKey: pem(rsa.privateKey) }],
      ["ECDH-ES", "A256GCM", ec.publicKey, { privateKey: pem(ec.privateKey) }],
      ["ECDH-ES", "A128GCM", x25519.publicKey, { privateKey: pem(x25519.privateKey) }],
      ["ECDH-ES+A256KW", "A192CBC-HS384", ec.publicKey, { privateKey: pem(ec.privateKey) }],
      ["A128KW", "A128GCM", secret[16], shared(secret[16])],
      ["A256KW", "A256GCM", secret[32], shared(secret[32])],
      ["dir", "A256GCM", secret[32], shared(secret[32])],
      ["dir", "A192CBC-HS384", secret[48], shared(secret[48])],
      ["dir", "A256CBC-HS512", secret[64], shared(secret[64])],
    ];
    for (const [alg, enc, theirs, ours] of ways) {
      it(`${alg} with ${enc} is opened, and the token inside admitted`, async () => {
        const access = await (await api(ours)).admits(envelope(await signed(), theirs, { alg, enc }));
        expect(access.token).to.include({ issuer: ISSUER, id: "t-1" });
      });
    }

    it("is remembered as sent, and as long as any other", async () => {
      const [one, token] = [await api({ privateKey: pem(rsa.privateKey) }), await toRsa()];
      for (let i = 0; i < 3; i++) await one.admits(token);
      expect(one.auth.health().rememberedTokens).to.equal(1);
    });
    it("a token that is not encrypted is admitted beside it", async () =>
      void (await (await api({ privateKey: pem(rsa.privateKey) })).admits(signed())));

    describe("which key", () => {
      const [one, two] = [{ privateKey: pem(rsa.privateKey) }, { privateKey: pem(ec.privateKey) }];
      it("a kid that is an id chooses that key, and no other is tried", async () => {
        const both = await api({ ...two, id: "two" }, { ...one, id: "one" });
        await both.admits(toRsa(undefined, { kid: "one" }));
        await both.refuses(toRsa(undefined, { kid: "two" }), badToken, "token_encryption");
      });
      it("any other token is opened with the first private key that fits", async () => {
        const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const first = await api(two, one, { id: "other", privateKey: pem(other.privateKey) });
        const second = await api(
          two,
          { id: "other", privateKey: pem(other.privateKey) },
          { ...one, id: "one" },
        );
        for (const more of [{ kid: "three" }, {}]) {
          await first.admits(toRsa(undefined, more));
          await second.refuses(toRsa(undefined, more), badToken, "token_encryption");
        }
        await second.admits(toRsa(undefined, { kid: "one" }));
      });
      it("none of them: refused", async () => {
        const event = await (await api(two)).refuses(toRsa(), badToken, "token_encryption");
        expect(event.expected).to.equal("a token encrypted for one of our keys");
        const other = generateKeyPairSync("ec", { namedCurve: "P-256" });
        const token = envelope(await signed(), other.publicKey, { alg: "ECDH-ES", enc: "A256GCM" });
        await (await api(two)).refuses(token, badToken, "token_encryption");
      });
      it("none is given: encrypted tokens are refused", async () =>
        void (await (await api()).refuses(toRsa(), badToken, "token_malformed")));
    });

    describe("envelopes that are refused", () => {
      let mine: IssuerApi;
      before(async () => (mine = await api({ privateKey: pem(rsa.privateKey) }, shared(secret[32]))));

      const oaep = (cek: Buffer) => publicEncrypt({ key: rsa.publicKey, oaepHash: "sha256" }, cek);
      const pkcs1 = (cek: Buffer) =>
        publicEncrypt({ key: rsa.publicKey, padding: constants.RSA_PKCS1_PADDING }, cek);
      const rsaOaep = { alg: "RSA-OAEP-256" };

      it("but one made by hand is admitted", async () =>
        void (await mine.admits(byHand(Buffer.from(await signed()), rsaOaep, oaep))));
      it("compressed content is never unpacked", async () => {
        const packed = byHand(deflateRawSync(await signed()), { ...rsaOaep, zip: "DEF" }, oaep);
        await mine.refuses(packed, badToken, "token_encryption");
        const plain = byHand(Buffer.from(await signed()), { ...rsaOaep, zip: "DEF" }, oaep);
        await mine.refuses(plain, badToken, "token_encryption");
      });
      it("RSA1_5 is not accepted: its padding tells too much", async () => {
        const token = byHand(Buffer.from(await signed()), { alg: "RSA1_5" }, pkcs1);
        await mine.refuses(token, badToken, "token_encryption");
      });
      it("PBES2 is not accepted: a token must not choose how long we count", async () => {
        const header = { alg: "PBES2-HS256+A128KW", enc: "A256GCM" };
        await mine.refuses(envelope(await signed(), secret[32], header), badToken, "token_encryption");
      });
      it("a critical extension is not understood (RFC 7515 §4.1.11)", async () => {
        const token = byHand(Buffer.from(await signed()), { ...rsaOaep, crit: ["x"], x: 1 }, oaep);
        await mine.refuses(token, badToken, "token_encryption");
      });
      for (const part of [0, 1, 2, 3, 4]) {
        it(`part ${part + 1} changed`, async () => {
          const parts = (await toRsa()).split(".");
          parts[part] = `${parts[part]!.slice(0, -2)}${parts[part]!.endsWith("AA") ? "BB" : "AA"}`;
          await mine.refuses(parts.join("."), badToken, "token_encryption");
        });
      }
      for (const token of ["....", "a.b.c.d.e", "e30.e30.e30.e30.e30"]) {
        it(`"${token}"`, async () => void (await mine.refuses(token, badToken, "token_encryption")));
      }
    });

    // Anybody can encrypt for a public key: what is inside must hold by itself.
    describe("what is inside is checked like any other token", () => {
      let mine: IssuerApi;
      before(async () => (mine = await api({ privateKey: pem(rsa.privateKey) })));

      it("no JWS", async () => {
        for (const text of ["hello", JSON.stringify(openIdClaims(ISSUER)), ""]) {
          await mine.refuses(toRsa(text), badToken, "token_malformed");
        }
      });
      it("an unsigned one", async () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
        const none = `${part({ alg: "none" })}.${part(openIdClaims(ISSUER))}.`;
        await mine.refuses(toRsa(none), badToken, "token_malformed");
      });
      it("another envelope", async () =>
        void (await mine.refuses(toRsa(await toRsa()), badToken, "token_malformed")));
      it("another signature", async () => {
        const other = await signer("key-two");
        const forged = await other.sign(openIdClaims(ISSUER), { kid: key.kid });
        await mine.refuses(toRsa(forged), badToken, "token_signature");
      });
      it("the time", async () =>
        void (await mine.refuses(toRsa(await signed({ exp: 1 })), badToken, "token_expired")));
      it("the rights", async () => {
        const none = toRsa(await signed({ roles: [] }));
        await mine.refuses(none, lacks("Product.Starter.All"), "role_missing");
      });
    });
  });
}
