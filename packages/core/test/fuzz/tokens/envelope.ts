import { deflateRawSync } from "node:zlib";
import { constants, createCipheriv, createHash, publicEncrypt } from "node:crypto";
import { PAIRS, SECRETS } from "../world/keys.js";
import { membersOf, written } from "./draft.js";

type Header = Readonly<Record<string, unknown>>;

/** Ways to put a token into a JWE (RFC 7516), wrong ones too. */
export const ENVELOPES = {
  none: (token) => token,
  "with the shared secret": (token) => direct(token, {}),
  "with the shared secret, by name": (token) => direct(token, { kid: "envelope", cty: "JWT" }),
  "with a kid that is no name": (token) => direct(token, { kid: 7 }),
  "for the RSA key": (token) => wrapped(token, "RSA-OAEP"),
  "for the RSA key, by PKCS #1 1.5": (token) => wrapped(token, "RSA1_5"), // a padding oracle
  "with another secret": (token) => direct(token, {}, SECRETS.attackerSecret),
  "with the public key for a secret": (token) => direct(token, {}, sha256(PAIRS.sealing.pem)),
  "said to be compressed": (token) => direct(token, { zip: "DEF" }),
  compressed: (token) => direct(deflateRawSync(token), { zip: "DEF" }),
  "with crit": (token) => direct(token, { crit: ["exp"], exp: 1 }),
  "with a password's algorithm": (token) =>
    direct(token, { alg: "PBES2-HS256+A128KW", p2c: 2 ** 31, p2s: "AAAA" }),
  "with no algorithm": (token) => direct(token, { alg: "none" }),
  "with a header that lies": (token) => direct(token, { enc: "A128CBC-HS256" }),
  "in another envelope": (token) => direct(direct(token, {}), {}),
} satisfies Record<string, (token: string) => string>;

export type Envelope = keyof typeof ENVELOPES;

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** `dir` with A256GCM, the initialization vector made from the content so that the text is always the same. */
function direct(content: string | Buffer, header: Header, secret: Buffer = SECRETS.envelope): string {
  return sealed(content, { alg: "dir", enc: "A256GCM", ...header }, secret, Buffer.alloc(0));
}

function wrapped(content: string, alg: "RSA-OAEP" | "RSA1_5"): string {
  const secret = sha256(content);
  const padding = alg === "RSA1_5" ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING;
  const key = publicEncrypt({ key: PAIRS.sealing.publicKey, padding }, secret);
  return sealed(content, { alg, enc: "A256GCM" }, secret, key);
}

function sealed(content: string | Buffer, header: Header, secret: Buffer, encryptedKey: Buffer): string {
  const protectedHeader = Buffer.from(written(membersOf(header))).toString("base64url");
  const iv = sha256(`${protectedHeader}${content.toString()}`).subarray(0, 12);
  const cipher = createCipheriv("aes-256-gcm", secret, iv).setAAD(Buffer.from(protectedHeader));
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(content as string)), cipher.final()]);
  const parts = [encryptedKey, iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url"));
  return [protectedHeader, ...parts].join(".");
}
