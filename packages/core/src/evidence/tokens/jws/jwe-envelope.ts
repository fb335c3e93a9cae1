import { isUtf8 } from "node:buffer";
import type { KeyObject } from "node:crypto";
import { beginsObject } from "./scratch.js";
import { own, type JsonObject } from "../../../lib/json-object.js";

/** The parsed header of a JWE, before any key is used. */
export interface Envelope {
  readonly header: JsonObject;
  readonly alg: KeyAlgorithm;
  readonly enc: ContentAlgorithm;
  /** Bytes of the encrypted key. */
  readonly keyBytes: number;
}

/**
 * Parses a JWE (RFC 7516 §7.1) without a key: five parts in strict base64url, accepted algorithms, and lengths that fit
 * them. Returns undefined for one that no key can decrypt. Compressed content and critical extensions are refused.
 */
export function readEnvelope(token: string): Envelope | undefined {
  const [head = "", key = "", iv = "", text = "", tag = "", ...more] = token.split(".", 6);
  if (more.length > 0 || ![head, key, iv, text, tag].every((part) => isCanonical(part))) return undefined;
  const header = objectIn(head);
  if (header === undefined || Object.hasOwn(header, "zip") || Object.hasOwn(header, "crit")) return undefined;
  const [alg, enc] = [own(header, "alg") as KeyAlgorithm, own(header, "enc") as ContentAlgorithm];
  if (!KEY_ALGORITHMS.includes(alg) || !Object.hasOwn(CONTENT, enc)) return undefined;
  const { iv: ivBytes, tag: tagBytes, block } = CONTENT[enc];
  const fits = bytesIn(iv) === ivBytes && bytesIn(tag) === tagBytes && bytesIn(text) % block === 0;
  return fits ? { header, alg, enc, keyBytes: bytesIn(key) } : undefined;
}

/** Key management algorithms (RFC 7518 §4.1) accepted in encrypted tokens: no RSA1_5 (padding oracles), no passwords. */
export const KEY_ALGORITHMS = [
  "RSA-OAEP",
  "RSA-OAEP-256",
  "ECDH-ES",
  "ECDH-ES+A128KW",
  "ECDH-ES+A256KW",
  "A128KW",
  "A256KW",
  "dir",
] as const;
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/** Lengths in bytes for each accepted `enc` (RFC 7518 §5.1): key, initialization vector, tag and block. */
export const CONTENT = {
  "A128CBC-HS256": { key: 32, iv: 16, tag: 16, block: 16 },
  "A192CBC-HS384": { key: 48, iv: 16, tag: 24, block: 16 },
  "A256CBC-HS512": { key: 64, iv: 16, tag: 32, block: 16 },
  A128GCM: { key: 16, iv: 12, tag: 16, block: 1 },
  A256GCM: { key: 32, iv: 12, tag: 16, block: 1 },
} as const;
export type ContentAlgorithm = keyof typeof CONTENT;
export const CONTENT_ALGORITHMS = Object.keys(CONTENT) as readonly ContentAlgorithm[];

// RFC 7515 §2, RFC 4648 §3.5: one spelling only. Last bits that mean nothing are 0.
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
const isCanonical = (part: string) => CANONICAL.test(part);

const bytesIn = (part: string) => Math.floor((part.length * 3) / 4);

function objectIn(part: string): JsonObject | undefined {
  const bytes = Buffer.from(part, "base64url");
  // `JSON.parse` throws, and an `Error` costs more than all the rest: reject what cannot be an object first.
  if (!beginsObject(bytes) || !isUtf8(bytes)) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8")) as JsonObject; // begun with a brace, it is an object or it throws
  } catch {
    return undefined;
  }
}

/** Kind and size of a decryption key: bytes of the RSA modulus, of a curve's coordinate, or of the secret. */
export type OpensFor =
  | { readonly kind: "RSA"; readonly bytes: number }
  | { readonly kind: "curve"; readonly kty: "EC" | "OKP"; readonly crv: string; readonly bytes: number }
  | { readonly kind: "secret"; readonly bytes: number }
  | { readonly kind: "nothing" };

/** Bytes of a coordinate (RFC 7518 §6.2.1.2, RFC 8037 §2). */
const CURVES: Readonly<Record<string, Extract<OpensFor, { kind: "curve" }>>> = {
  prime256v1: { kind: "curve", kty: "EC", crv: "P-256", bytes: 32 },
  secp384r1: { kind: "curve", kty: "EC", crv: "P-384", bytes: 48 },
  secp521r1: { kind: "curve", kty: "EC", crv: "P-521", bytes: 66 },
  x25519: { kind: "curve", kty: "OKP", crv: "X25519", bytes: 32 },
};

export function opensFor(key: KeyObject): OpensFor {
  if (key.type === "secret") return { kind: "secret", bytes: key.symmetricKeySize! };
  const { modulusLength = 0, namedCurve = key.asymmetricKeyType! } = key.asymmetricKeyDetails!;
  if (key.asymmetricKeyType === "rsa") return { kind: "RSA", bytes: Math.ceil(modulusLength / 8) };
  return CURVES[namedCurve] ?? { kind: "nothing" };
}

/** Whether a key can decrypt a JWE: its kind fits `alg`, and the encrypted key has the right length. */
export function opens(key: OpensFor, envelope: Envelope): boolean {
  const { alg, enc, keyBytes } = envelope;
  const content = CONTENT[enc].key;
  // RFC 3394: a wrapped key is eight bytes longer.
  const wrapped = keyBytes === content + 8;
  switch (alg) {
    case "RSA-OAEP":
    case "RSA-OAEP-256":
      return key.kind === "RSA" && keyBytes === key.bytes;
    case "ECDH-ES":
      return key.kind === "curve" && keyBytes === 0 && isOnCurve(key, envelope);
    case "ECDH-ES+A128KW":
    case "ECDH-ES+A256KW":
      return key.kind === "curve" && wrapped && isOnCurve(key, envelope);
    case "A128KW":
      return key.kind === "secret" && key.bytes === 16 && wrapped;
    case "A256KW":
      return key.kind === "secret" && key.bytes === 32 && wrapped;
    case "dir":
      return key.kind === "secret" && key.bytes === content && keyBytes === 0;
  }
}

// RFC 7518 §4.6.1.1: the sender's key has the curve of our key. Decryption checks that its point lies on the curve.
function isOnCurve({ kty, crv, bytes }: Extract<OpensFor, { kind: "curve" }>, { header }: Envelope): boolean {
  const epk = own(header, "epk");
  if (typeof epk !== "object" || epk === null) return false;
  const member = (name: string) => own(epk as Readonly<Record<string, unknown>>, name);
  const length = Math.ceil((bytes * 4) / 3);
  const coordinates = kty === "EC" ? ["x", "y"] : ["x"];
  return (
    member("kty") === kty &&
    member("crv") === crv &&
    coordinates.map(member).every((written) => typeof written === "string" && written.length === length)
  );
}
