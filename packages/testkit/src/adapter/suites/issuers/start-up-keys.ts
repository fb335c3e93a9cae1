import { generateKeyPairSync, randomBytes } from "node:crypto";
import { expect } from "chai";
import {
  ConfigurationError,
  type DecryptionKey,
  type GivenKey,
  type IssuerOptions,
} from "@product-auth/core";
import { exportSPKI } from "jose";
import { certificateFor } from "../../support/certificate.js";
import { AUDIENCE } from "../../support/issuer-claims.js";
import { signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const ISSUER = "https://issuer.example";

export function startUpKeys({ describe, it, harness, problemsOf }: Suite): void {
  const issuer = (more: IssuerOptions) => problemsOf({ issuers: [{ issuer: "urn:a", ...more }] });

  describe("a wrong key never starts", () => {
    const secret = (bytes: number) => ({ secret: randomBytes(bytes).toString("base64") });
    const at = "issuers[0].signingKeys[0]";

    // RFC 8725 §2.1, §3.5: a public key taken for a secret lets everybody sign.
    it("a public key as secret, in any form", async () => {
      for (const algorithm of ["RS256", "ES256", "EdDSA"]) {
        const key = await signer("key-one", algorithm);
        const spki = await exportSPKI(key.publicKey);
        const base64 = spki.replace(/-----[^-]+-----|\s/g, "");
        const document = `${at}: is a key document, not a shared secret`;
        const forms: readonly (readonly [string, string])[] = [
          [spki, document],
          [`\n${spki}`, document],
          [JSON.stringify(key.jwk), document],
          [base64, `${at}: is a public key, not a shared secret`],
          [Buffer.from(spki).toString("base64"), document],
          [Buffer.from(JSON.stringify(key.jwk)).toString("base64"), document],
        ];
        for (const [text, problem] of forms) {
          expect(issuer({ signingKeys: [{ secret: text }], algorithms: ["HS256"] })).to.deep.equal([problem]);
        }
      }
      const certificate = certificateFor(await signer("key-one"));
      for (const text of [certificate, Buffer.from(certificate).toString("base64")]) {
        const problems = issuer({ signingKeys: [{ secret: text }], algorithms: ["HS256"] });
        expect(problems).to.deep.equal([`${at}: is a key document, not a shared secret`]);
      }
      const der = certificate.replace(/-----[^-]+-----|\s/g, "");
      const problems = issuer({ signingKeys: [{ secret: der }], algorithms: ["HS256"] });
      expect(problems).to.deep.equal([`${at}: is a public key, not a shared secret`]);
    });
    it("a secret that is too short (RFC 7518 §3.2)", () => {
      const problems = issuer({ signingKeys: [secret(31)], algorithms: ["HS256"] });
      expect(problems).to.deep.equal([`${at}: has fewer than 32 bytes`]);
      for (const [algorithm, bytes] of [["HS384", 47] as const, ["HS512", 63] as const]) {
        const short = issuer({ signingKeys: [secret(bytes)], algorithms: [algorithm] });
        expect(short).to.deep.equal([`${at}: fits none of ${algorithm}`]);
        expect(issuer({ signingKeys: [secret(bytes + 1)], algorithms: [algorithm] })).to.deep.equal([]);
      }
    });
    it("HS algorithms with fetched keys", () => {
      for (const way of [{ jwksUri: `${ISSUER}/keys` }, { discoveryUrl: ISSUER }, { issuer: ISSUER }]) {
        const problems = issuer({ ...way, algorithms: ["RS256", "HS256"] });
        expect(problems).to.deep.equal(["issuers[0].algorithms: allows HS256 for fetched keys"]);
      }
    });
    it("two keys of one id", () => {
      const keys = [
        { ...secret(32), id: "a" },
        { ...secret(32), id: "a" },
      ];
      const problems = issuer({ signingKeys: keys, algorithms: ["HS256"] });
      expect(problems).to.deep.equal(["issuers[0].signingKeys[1].id: repeats the id of signingKeys[0]"]);
    });
    it("two public keys of one kind, the second without an id: it would never be tried", async () => {
      const [one, two, ec] = await Promise.all([
        signer("key-one"),
        signer("key-two"),
        signer("key-one", "ES256"),
      ]);
      const keys = await Promise.all(
        [one, two, ec].map(async ({ publicKey }) => ({ publicKey: await exportSPKI(publicKey) })),
      );
      const algorithms = ["RS256", "ES256"] as const;
      const [problem, ...others] = issuer({ signingKeys: keys, algorithms });
      expect(problem).to.match(
        /^issuers\[0\]\.signingKeys\[1\]\.id: is missing: signingKeys\[0\] is also RSA/,
      );
      expect(others).to.deep.equal([]);
      const named = keys.map((key, i) => (i === 1 ? { ...key, id: "two" } : key));
      expect(issuer({ signingKeys: named, algorithms })).to.deep.equal([]);
    });
    it("two decryption keys of one id, or of one kind and the second without an id", () => {
      const key = () => {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        return { privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
      };
      const [one, two] = [key(), key()];
      const problems = (...decryptionKeys: DecryptionKey[]) => problemsOf({ issuer: ISSUER, decryptionKeys });
      expect(problems({ ...one, id: "a" }, { ...two, id: "a" })).to.deep.equal([
        "decryptionKeys[1].id: repeats the id of decryptionKeys[0]",
      ]);
      const [problem, ...others] = problems({ ...one, id: "a" }, two, secret(32), secret(32));
      expect(problem).to.match(/^decryptionKeys\[1\]\.id: is missing: decryptionKeys\[0\] is also RSA/);
      expect(others).to.deep.equal([]);
      expect(problems(one, { ...two, id: "b" })).to.deep.equal([]);
    });
    it("more keys than can be tried", () => {
      const secrets = Array.from({ length: 17 }, () => secret(32));
      expect(issuer({ signingKeys: secrets, algorithms: ["HS256"] })).to.deep.equal([
        "issuers[0].signingKeys: has 17 entries",
      ]);
      expect(issuer({ signingKeys: secrets.slice(1), algorithms: ["HS256"] })).to.deep.equal([]);
      expect(problemsOf({ issuer: ISSUER, decryptionKeys: secrets })).to.deep.equal([
        "decryptionKeys: has 17 entries",
      ]);
    });
    const wrong: readonly (readonly [string, IssuerOptions, string])[] = [
      ["no key", { signingKeys: [] }, "issuers[0].signingKeys: is empty"],
      ["an empty key", { signingKeys: [{} as GivenKey] }, `${at}: cannot be read`],
      ["no base64", { signingKeys: [{ secret: "p@ssw0rd" }], algorithms: ["HS256"] }, `${at}: is not base64`],
      ["a secret for RS256", { signingKeys: [secret(32)] }, `${at}: fits none of RS256`],
      ["no PEM", { signingKeys: [{ publicKey: "AAAA" }] }, `${at}: cannot be read`],
      ["no certificate", { signingKeys: [{ certificate: "AAAA" }] }, `${at}: cannot be read`],
      ["n without e", { signingKeys: [{ n: "AQAB" } as GivenKey] }, `${at}: cannot be read`],
      ["no algorithm", { signingKeys: [secret(32)], algorithms: [] }, "issuers[0].algorithms: is empty"],
      ["none", { jwksUri: ISSUER, algorithms: ["none" as "RS256"] }, 'issuers[0].algorithms[0]: is "none"'],
    ];
    for (const [what, options, problem] of wrong) {
      it(what, () => expect(issuer(options)).to.deep.equal([problem]));
    }
    it("a decryption key that cannot be read", () => {
      for (const key of [{}, { privateKey: "AAAA" }, { secret: "p@ssw0rd" }, { secret: "" }]) {
        const problems = problemsOf({ issuer: ISSUER, decryptionKeys: [key as { secret: string }] });
        expect(problems).to.deep.equal(["decryptionKeys[0]: cannot be read"]);
      }
    });
    it("what is refused is never told: it may be a key", () => {
      const written = "p@ssw0rd-of-the-production-system";
      const make = () =>
        harness.adapt({
          products: { starter: { audience: AUDIENCE } },
          issuers: [{ issuer: "urn:a", signingKeys: [{ secret: written }], algorithms: ["HS256"] }],
        });
      expect(make).to.throw(ConfigurationError).with.property("message").not.contain(written);
    });
  });
}
