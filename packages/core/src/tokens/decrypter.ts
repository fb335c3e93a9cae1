import { createPrivateKey, createSecretKey, type KeyObject } from "node:crypto";
import type { DecryptionKey } from "../options.js";
import { BASE64 } from "./given-keys.js";

/** Key management algorithms (RFC 7518 §4.1) accepted in encrypted tokens: no RSA1_5 (padding oracles), no passwords. */
const KEY_ALGORITHMS = [
  "RSA-OAEP",
  "RSA-OAEP-256",
  "ECDH-ES",
  "ECDH-ES+A128KW",
  "ECDH-ES+A256KW",
  "A128KW",
  "A256KW",
  "dir",
];
const CONTENT_ALGORITHMS = ["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A256GCM"];

/** Lengths of the secrets that these algorithms take. */
const SECRET_BYTES = [16, 32, 48, 64];

/** Takes encrypted tokens (JWE) out of their envelope. What is inside is checked like any other token. */
export class Decrypter {
  readonly #keys: readonly { readonly id: string | undefined; readonly key: KeyObject }[];

  constructor(keys: readonly DecryptionKey[]) {
    this.#keys = keys.map((given) => ({ id: given.id, key: importDecryptionKey(given) }));
  }

  /** The inner text, or undefined when no key opens it. Every key is tried; compressed content is refused unread. */
  async decrypt(token: string): Promise<string | undefined> {
    const header = protectedHeader(token);
    if (header === undefined || "zip" in header || "crit" in header) return undefined;
    const { compactDecrypt } = await import("jose"); // loaded only where encrypted tokens are expected
    const options = {
      keyManagementAlgorithms: KEY_ALGORITHMS,
      contentEncryptionAlgorithms: CONTENT_ALGORITHMS,
    };
    const place = (id: string | undefined) => (id === header["kid"] ? 0 : 1); // the key that is named goes first
    for (const { key } of this.#keys.toSorted((a, b) => place(a.id) - place(b.id))) {
      try {
        const { plaintext } = await compactDecrypt(token, key, options);
        return Buffer.from(plaintext).toString("utf8");
      } catch {
        continue; // the next key, as the gateway does
      }
    }
    return undefined;
  }
}

/** Whether a text has the five parts of a JWE in compact serialization (RFC 7516 §7.1). */
export function isJwe(token: string): boolean {
  let dots = 0;
  for (let at = token.indexOf("."); at !== -1 && dots < 5; at = token.indexOf(".", at + 1)) dots += 1;
  return dots === 4;
}

/** Imports a decryption key; throws when it cannot be read. */
export function importDecryptionKey(given: DecryptionKey): KeyObject {
  if (!("secret" in given)) return createPrivateKey(given.privateKey);
  const bytes = Buffer.from(given.secret, "base64");
  if (BASE64.test(given.secret) && SECRET_BYTES.includes(bytes.length)) return createSecretKey(bytes);
  throw new TypeError(`no base64 of ${SECRET_BYTES.join(", ")} bytes`);
}

function protectedHeader(token: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(
      Buffer.from(token.slice(0, token.indexOf(".")), "base64url").toString("utf8"),
    );
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
