import { createHmac } from "node:crypto";
import { expect } from "chai";
import { ConfigurationError } from "@product-auth/core";
import type { GivenKey, IssuerOptions } from "@product-auth/core";
import type { IssuerApi } from "../../support/issuer-api.js";
import { AUDIENCE, openIdClaims } from "../../support/issuer-claims.js";
import { macced, part, withHeader, type Members } from "../../support/jose-parts.js";
import { rawSigner, type RawSigner } from "../../support/raw-signer.js";
import { badToken } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

const ISSUER = "https://issuer.example";
const SECRET = Buffer.alloc(32, 9);

export function givenKeys({ harness, describe, it, before, issuerApis }: Suite): void {
  describe("public keys and shared secrets side by side in the options", () => {
    const start = issuerApis();
    let key: RawSigner;
    let both: IssuerApi;

    before(async () => {
      key = await rawSigner("good");
      const signingKeys = [
        { id: "rsa", publicKey: String(key.publicKey.export({ type: "spki", format: "pem" })) },
        { id: "mac", secret: SECRET.toString("base64") },
      ];
      both = await start({ issuers: [{ issuer: ISSUER, signingKeys, algorithms: ["RS256", "HS256"] }] });
    });

    const rs256 = (kid?: string, alg = "RS256") => key.sign(openIdClaims(ISSUER), named(alg, kid));
    const hs256 = (secret: string | Buffer, kid?: string, alg = "HS256") => {
      const input = `${part(named(alg, kid))}.${part(openIdClaims(ISSUER))}`;
      return `${input}.${createHmac(`sha${alg.slice(2)}`, secret)
        .update(input)
        .digest("base64url")}`;
    };
    const named = (alg: string, kid?: string): Members => ({
      typ: "JWT",
      alg,
      ...(kid !== undefined && { kid }),
    });

    for (const kid of ["rsa", undefined])
      it(`200 RS256 by the private half under the kid ${kid}`, () => both.admits(rs256(kid)));
    for (const kid of ["mac", undefined])
      it(`200 HS256 by the secret under the kid ${kid}`, () => both.admits(hs256(SECRET, kid)));

    for (const kid of ["rsa", "mac", "other", undefined])
      it(`401 HS256 by the text of the public key under the kid ${kid} (CVE-2022-23541)`, async () => {
        for (const type of ["spki", "pkcs1"] as const) {
          const pem = String(key.publicKey.export({ type, format: "pem" }));
          const der = key.publicKey.export({ type, format: "der" });
          for (const secret of [pem, pem.trim(), der, JSON.stringify(key.jwk), ""])
            await both.refuses(hs256(secret, kid), badToken, "token_signature");
        }
      });
    it("401 each algorithm under the other's kid", async () => {
      await both.refuses(rs256("mac"), badToken, "token_signature");
      await both.refuses(hs256(SECRET, "rsa"), badToken, "token_signature");
    });
    it("401 algorithms of the same keys that are not listed", async () => {
      await both.refuses(rs256("rsa", "RS512"), badToken, "token_algorithm");
      await both.refuses(hs256(SECRET, "mac", "HS384"), badToken, "token_algorithm");
      await both.refuses(withHeader(rs256("rsa"), { alg: "none" }), badToken, "token_algorithm");
    });
  });

  describe("a secret that is long enough for one algorithm only (RFC 7518 §3.2)", () => {
    const start = issuerApis();
    it("200 HS256, 401 HS512", async () => {
      const signingKeys = [{ secret: SECRET.toString("base64") }];
      const api = await start({ issuers: [{ issuer: ISSUER, signingKeys, algorithms: ["HS256", "HS512"] }] });
      const token = (await rawSigner("good")).sign(openIdClaims(ISSUER), { typ: "JWT" });
      await api.admits(macced(token, "HS256", SECRET));
      await api.refuses(macced(token, "HS512", SECRET), badToken, "token_signature");
    });
  });

  describe("an algorithm that the key does not name (CVE-2026-22817)", () => {
    const start = issuerApis();
    const published = async (algorithms: IssuerOptions["algorithms"], alg?: string) => {
      const ps256 = await rawSigner("pss", "PS256");
      const keys = { keys: [{ ...ps256.jwk, ...(alg !== undefined && { alg }) }] };
      const jwksUri = "https://issuer.example/keys";
      const api = await start({
        issuers: [{ issuer: ISSUER, jwksUri, ...(algorithms !== undefined && { algorithms }) }],
        fetch: () => Promise.resolve(Response.json(keys)),
      });
      return { api, token: ps256.sign(openIdClaims(ISSUER)) };
    };

    it("401 PS256 where nothing is said: RS256 is meant", async () => {
      const { api, token } = await published(undefined);
      await api.refuses(token, badToken, "token_algorithm");
    });
    it("401 PS256 by a key that is for RS256, though both are listed", async () => {
      const { api, token } = await published(["RS256", "PS256"], "RS256");
      await api.refuses(token, badToken, "token_signature");
    });
    for (const alg of ["PS256", undefined])
      it(`200 PS256 where it is listed, by a key with alg ${alg}`, async () => {
        const { api, token } = await published(["PS256"], alg);
        await api.admits(token);
      });
  });

  describe("secrets that nobody should sign with never start (CVE-2026-44351)", () => {
    const startWith = (key: GivenKey, algorithm: "HS256" | "HS512" | "RS256") =>
      harness.adapt({
        products: { starter: { audience: AUDIENCE } },
        issuers: [{ issuer: ISSUER, signingKeys: [key], algorithms: [algorithm] }],
      });
    const secret = (bytes: Buffer | string) => ({ secret: Buffer.from(bytes).toString("base64") });

    it("none, short ones, texts that are no base64, public keys, and one for another algorithm", async () => {
      const { publicKey, jwk } = await rawSigner("good");
      const pem = String(publicKey.export({ type: "spki", format: "pem" }));
      const wrong: readonly (readonly [GivenKey, "HS256" | "HS512" | "RS256"])[] = [
        [secret(""), "HS256"],
        [secret(SECRET.subarray(1)), "HS256"],
        [secret(SECRET), "HS512"], // RFC 7518 §3.2: as long as the hash
        [secret(SECRET), "RS256"],
        [{ secret: "not base64!" }, "HS256"],
        [{ secret: pem }, "HS256"],
        [{ secret: `\n ${pem}` }, "HS256"],
        [{ secret: JSON.stringify(jwk) }, "HS256"],
        [secret(publicKey.export({ type: "spki", format: "der" })), "HS256"],
        [secret(publicKey.export({ type: "pkcs1", format: "der" })), "HS256"],
        [{ publicKey: pem }, "HS256"],
      ];
      for (const [key, algorithm] of wrong)
        expect(() => startWith(key, algorithm), JSON.stringify(key)).to.throw(ConfigurationError);
      expect(() => startWith(secret(SECRET), "HS256")).not.to.throw();
      expect(() => startWith({ publicKey: pem }, "RS256")).not.to.throw();
    });
  });
}
