import { createPublicKey, createSecretKey, X509Certificate, type KeyObject } from "node:crypto";
import { kindOf } from "./algorithms.js";
import type { SigningKey } from "./signing-keys.js";

/** Minimum length of a shared secret, in bytes: that of the shortest HMAC (RFC 7518 §3.2). */
export const MIN_SECRET_BYTES = 32;

/** Imports a key from the options; returns a string with the reason when it cannot be used. */
export function importGivenKey(given: GivenKey): SigningKey | string {
  const key = keyObject(given);
  if (typeof key === "string") return key;
  const kind = kindOf(key);
  if (kind === undefined) return "is too short or of a kind that verifies nothing (RSA needs 2048 bits)";
  return { key, kind, material: "given", ...(given.id !== undefined && { kid: given.id }) };
}

function keyObject(given: GivenKey): KeyObject | string {
  try {
    if ("secret" in given) return secretOf(given.secret);
    if ("certificate" in given) return new X509Certificate(given.certificate).publicKey;
    if ("publicKey" in given) return publicKeyOf(given.publicKey);
    return createPublicKey({ key: { kty: "RSA", n: given.n, e: given.e }, format: "jwk" });
  } catch {
    return hasEscapedBreaks(given) ? ESCAPED_BREAKS : "cannot be read";
  }
}

/** What is wrong with a PEM text whose line breaks are escaped, as in many environment variables and JSON files. */
export const ESCAPED_BREAKS: string = String.raw`contains \n as two characters where its line breaks belong`;

/** Whether a key in PEM cannot be read because its line breaks are escaped. */
export function hasEscapedBreaks(given: object): boolean {
  return Object.values(given).some(
    (text) => typeof text === "string" && text.includes("-----BEGIN") && text.includes(String.raw`\n`),
  );
}

// A public key used as a shared secret lets anyone who has the public key sign tokens.
function secretOf(secret: string): KeyObject | string {
  if (isKeyDocument(secret)) return "is a key document, not a shared secret";
  if (!BASE64.test(secret)) return "is not base64";
  const bytes = Buffer.from(secret, "base64");
  if (isKeyDocument(bytes.toString("latin1"))) return "is a key document, not a shared secret";
  if (isPublicKey(bytes)) return "is a public key, not a shared secret";
  return bytes.length < MIN_SECRET_BYTES
    ? `has fewer than ${MIN_SECRET_BYTES} bytes`
    : createSecretKey(bytes);
}

/** Standard base64 on one line (RFC 4648 §4). */
export const BASE64: RegExp = /^[A-Za-z0-9+/]+={0,2}$/;

// PEM or a JWK; both also occur base64-encoded, as environment variables hold them.
const isKeyDocument = (text: string) => text.includes("-----BEGIN") || succeeds(() => objectIn(text));

const isPublicKey = (der: Buffer) =>
  succeeds(() => createPublicKey({ key: der, format: "der", type: "spki" })) ||
  succeeds(() => createPublicKey({ key: der, format: "der", type: "pkcs1" })) ||
  succeeds(() => new X509Certificate(der));

function objectIn(text: string): object {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new TypeError("no object");
  return value;
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

function publicKeyOf(pem: string): KeyObject | string {
  return pem.includes("PRIVATE KEY") ? "is a private key; give the public one" : createPublicKey(pem);
}

/**
 * A key given in code, to verify signatures. A token whose `kid` equals an `id` is verified with that key only, any other
 * token with the first public key that fits its `alg`, or with each secret that does. At most 16 keys. Of several public
 * keys of one kind, all but the first need an `id`.
 */
export type GivenKey = { readonly id?: string } & (
  | { readonly n: string; readonly e: string }
  | { readonly certificate: string }
  | { readonly publicKey: string }
  | { readonly secret: string }
);
