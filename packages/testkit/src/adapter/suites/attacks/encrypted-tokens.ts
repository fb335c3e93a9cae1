import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { CompactEncrypt } from "jose";
import { part } from "../../support/jose-parts.js";
import type { Suite } from "../../suite.js";

const SECRET = randomBytes(32);

export function encryptedTokens({ describe, it, entraWorld }: Suite): void {
  describe("encrypted tokens (RFC 7516) where nobody expects them", () => {
    const entra = entraWorld();
    it("401 token_malformed", async () => entra.refuses(await sealed(entra.token()), "token_malformed"));
  });

  describe("encrypted tokens where they are expected", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const entra = entraWorld({
      decryptionKeys: [
        { id: "secret", secret: SECRET.toString("base64") },
        { privateKey: String(privateKey.export({ type: "pkcs8", format: "pem" })) },
      ],
    });
    const publicKey = createPublicKey(privateKey);

    it("200 for a good token inside", async () => {
      await entra.admits(await sealed(entra.token()));
      await entra.admits(await sealed(entra.token(), { alg: "RSA-OAEP-256" }, publicKey));
      await entra.admits(entra.token());
    });
    it("200 twice: it is remembered", async () => {
      const token = await sealed(entra.token());
      await entra.admits(token);
      await entra.admits(token);
    });

    it("401 for a bad one inside, with the same reasons as outside", async () => {
      const inside = async (token: string) => sealed(token);
      await entra.refuses(await inside("this is no token"), "token_malformed");
      await entra.refuses(await inside(JSON.stringify(entra.claims())), "token_malformed");
      await entra.refuses(
        await inside(`${part({ alg: "none" })}.${part(entra.claims())}.`),
        "token_malformed",
      );
      await entra.refuses(await inside(entra.token({}, { alg: "PS256" })), "token_algorithm");
      await entra.refuses(await inside(entra.token({ aud: "other" })), "token_audience");
      await entra.refuses(await inside(`${entra.token().slice(0, -8)}AAAAAAAA`), "token_signature");
      await entra.refuses(await inside(await sealed(entra.token())), "token_malformed");
    });

    it("401 token_encryption: a key that is not ours, and a changed envelope", async () => {
      await entra.refuses(await sealed(entra.token(), {}, randomBytes(32)), "token_encryption");
      const token = await sealed(entra.token());
      const [header, key, iv, text = "", tag] = token.split(".");
      await entra.refuses([header, key, iv, `${text.slice(0, -4)}AAAA`, tag].join("."), "token_encryption");
      await entra.refuses([header, key, iv, text, tag!.slice(0, 4)].join("."), "token_encryption");
      await entra.refuses([part("null"), key, iv, text, tag].join("."), "token_encryption");
      await entra.refuses("....", "token_encryption");
    });

    it("401 token_encryption: compressed, with a password, or with RSA 1.5 (CVE-2024-28176, CVE-2022-36083)", async () => {
      const [, key, iv, text, tag] = (await sealed(entra.token())).split(".");
      for (const header of [
        { alg: "dir", enc: "A256GCM", zip: "DEF" },
        { alg: "dir", enc: "A256GCM", crit: ["zip"], zip: "DEF" },
        { alg: "PBES2-HS256+A128KW", enc: "A256GCM", p2s: part("salt"), p2c: 2_000_000_000 },
        { alg: "RSA1_5", enc: "A256GCM" },
        { alg: "none", enc: "A256GCM" },
        { alg: "dir", enc: "none" },
        {},
      ])
        await entra.refuses([part(header), key, iv, text, tag].join("."), "token_encryption");
    });
  });
}

/** The text in an envelope for that key; the content key itself, unless the header says otherwise. */
function sealed(
  text: string,
  header: { alg?: string } = {},
  key: Parameters<CompactEncrypt["encrypt"]>[0] = SECRET,
): Promise<string> {
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", cty: "JWT", ...header })
    .encrypt(key);
}
