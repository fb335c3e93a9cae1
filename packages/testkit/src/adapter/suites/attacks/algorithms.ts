import { createHmac, createPublicKey, type JsonWebKey } from "node:crypto";
import { expect } from "chai";
import { macced, part, parts, withHeader } from "../../support/jose-parts.js";
import type { Suite } from "../../suite.js";

export function algorithms({ describe, it, attacked }: Suite): void {
  describe("the algorithm is ours to choose (RFC 8725 §3.1)", () => {
    const target = attacked();

    describe("none (RFC 8725 §2.1; CVE-2022-23540)", () => {
      const without = async (alg: string, signature: string) => {
        const { header, claims } = parts(await target.token());
        return `${part({ ...header, alg })}.${part(claims)}.${signature}`;
      };
      for (const alg of ["none", "None", "nOnE", "NONE", "none ", ""]) {
        it(`401 alg ${JSON.stringify(alg)} and no signature`, async () =>
          target.refuses(await without(alg, ""), "token_malformed"));
        it(`401 alg ${JSON.stringify(alg)} and some signature`, async () =>
          target.refuses(await without(alg, "AAAA"), "token_algorithm"));
        it(`401 alg ${JSON.stringify(alg)} and the issuer's own signature over it`, async () =>
          target.refuses(await target.token({ header: { alg } }), "token_algorithm"));
      }
    });

    describe("the public key as a shared secret (RFC 8725 §2.1; CVE-2023-48223, CVE-2026-34950)", () => {
      /** The key that signs, in every form in which it might be taken for a text. */
      async function spellings(): Promise<Record<string, string | Buffer>> {
        const { keys } = (await (
          await fetch(`${target.entra.origin}/${target.entra.tenantId}/discovery/v2.0/keys`)
        ).json()) as { keys: (JsonWebKey & { kid: string; x5c: [string] })[] };
        const jwk = keys.find(({ kid }) => kid === target.entra.keys.signingKid)!;
        const key = createPublicKey({ key: jwk, format: "jwk" });
        const certificate = jwk.x5c[0].replace(/(.{64})/g, "$1\n");
        const spki = String(key.export({ type: "spki", format: "pem" }));
        return {
          "SPKI PEM": spki,
          "SPKI PEM without the last newline": spki.trimEnd(),
          "SPKI PEM after a newline": `\n${spki}`,
          "SPKI PEM with CRLF": spki.replaceAll("\n", "\r\n"),
          "SPKI DER": key.export({ type: "spki", format: "der" }),
          "PKCS#1 PEM": key.export({ type: "pkcs1", format: "pem" }),
          "PKCS#1 DER": key.export({ type: "pkcs1", format: "der" }),
          "its JWK": JSON.stringify({ kty: jwk.kty, n: jwk.n, e: jwk.e }),
          "its JWK as published": JSON.stringify(jwk),
          "the certificate's PEM": `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
          "the certificate": Buffer.from(jwk.x5c[0], "base64"),
          "the certificate's base64": jwk.x5c[0],
          modulus: Buffer.from(jwk.n!, "base64url"),
          "modulus in base64url": jwk.n!,
          kid: jwk.kid,
          nothing: "",
        };
      }
      for (const algorithm of ["HS256", "HS384", "HS512"] as const)
        it(`401 ${algorithm} with each of its spellings`, async () => {
          const token = await target.token();
          const secrets = Object.values(await spellings());
          expect(secrets).to.have.length(16);
          for (const secret of secrets)
            await target.refuses(macced(token, algorithm, secret), "token_algorithm");
          await target.admits(token);
        });
      it("401 an HMAC under the name of RS256", async () => {
        const token = await target.token();
        for (const secret of Object.values(await spellings())) {
          const input = token.slice(0, token.lastIndexOf("."));
          const mac = createHmac("sha256", secret).update(input).digest("base64url");
          await target.refuses(`${input}.${mac}`, "token_signature");
        }
      });
    });

    describe("other algorithms, though the published keys do not name one (CVE-2026-22817)", () => {
      for (const alg of ["PS256", "PS384", "PS512", "RS384", "RS512"])
        it(`401 ${alg}, signed with the issuer's own key as ${alg} demands`, async () =>
          target.refuses(await target.token({ header: { alg } }), "token_algorithm"));
      for (const alg of ["ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "HS256", "RSA1_5", "dir"])
        it(`401 ${alg} over the issuer's RS256 signature`, async () =>
          target.refuses(await target.token({ header: { alg } }), "token_algorithm"));
      it("401 RS256 written over a signature of PS256", async () => {
        const { signature } = parts(await target.token({ header: { alg: "PS256" } }));
        const token = await target.token();
        await target.refuses(token.slice(0, token.lastIndexOf(".") + 1) + signature, "token_signature");
      });
    });

    describe("an alg that is no algorithm", () => {
      for (const alg of [
        ...["rs256", "Rs256", "RS256 ", " RS256", "RS256\0", "RS256,none", "RS", "256"],
        ...["__proto__", "constructor", "toString", "length", "0"],
        ...[["RS256"], ["none", "RS256"], { RS256: true }, 0, 256, true, null, undefined],
      ])
        it(`401 ${JSON.stringify(alg) ?? "missing"}`, async () =>
          target.refuses(await target.token({ header: { alg } }), "token_algorithm"));
      it("401 alg in another case beside none", async () =>
        target.refuses(
          withHeader(await target.token(), { alg: undefined, Alg: "RS256" }),
          "token_algorithm",
        ));
    });

    it("200 RS256", async () => target.admits(await target.token()));
  });
}
