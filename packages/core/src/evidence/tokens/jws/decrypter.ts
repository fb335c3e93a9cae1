import { createPrivateKey, createSecretKey, type KeyObject } from "node:crypto";
import { BASE64 } from "../keys/given-keys.js";
import {
  CONTENT_ALGORITHMS,
  KEY_ALGORITHMS,
  opens,
  opensFor,
  readEnvelope,
  type OpensFor,
} from "./jwe-envelope.js";
import type { Awaitable } from "../../../lib/awaitable.js";
import { own } from "../../../lib/json-object.js";

/** Decrypts a JWE with one key, or rejects. At most one private-key operation. */
export type OpenWith = (token: string, key: KeyObject) => Promise<Uint8Array>;

interface HeldKey {
  readonly id: string | undefined;
  readonly key: KeyObject;
  readonly for: OpensFor;
}

/** Accepted lengths of shared secrets. */
const SECRET_BYTES = [16, 32, 48, 64];

/**
 * Decrypts encrypted tokens (JWE); the inner token is then checked like any other. Any caller can send a JWE, and a
 * private-key operation takes thirty times as long as refusing one. So only the key that `kid` names is used, and without
 * a known `kid` at most one private key.
 */
export class Decrypter {
  readonly #keys: readonly HeldKey[];
  readonly #byId: ReadonlyMap<string, HeldKey>;
  readonly #openWith: OpenWith;

  constructor(keys: readonly DecryptionKey[], openWith: OpenWith = openWithJose) {
    this.#keys = keys.map((given) => {
      const key = importDecryptionKey(given);
      return { id: given.id, key, for: opensFor(key) };
    });
    this.#byId = new Map(this.#keys.flatMap((held) => (held.id === undefined ? [] : [[held.id, held]])));
    this.#openWith = openWith;
  }

  /** Returns the inner token, or undefined when no key decrypts it; synchronously when no key fits. */
  decrypt(token: string): Awaitable<string | undefined> {
    const envelope = readEnvelope(token);
    if (envelope === undefined) return undefined;
    const kid = own(envelope.header, "kid");
    const named = typeof kid === "string" ? this.#byId.get(kid) : undefined;
    const fitting = (named === undefined ? this.#keys : [named]).filter((held) => opens(held.for, envelope));
    const worthTrying = onePrivateKey(fitting);
    return worthTrying.length === 0 ? undefined : this.#tryEach(token, worthTrying);
  }

  async #tryEach(token: string, keys: readonly HeldKey[]): Promise<string | undefined> {
    for (const { key } of keys) {
      try {
        return Buffer.from(await this.#openWith(token, key)).toString("utf8");
      } catch {
        continue; // the next secret, as the gateway does
      }
    }
    return undefined;
  }
}

// A private key and a secret never fit the same JWE. Of several private keys use the first in the options. Secrets are
// fast, and there are at most 16.
const onePrivateKey = (keys: readonly HeldKey[]): readonly HeldKey[] =>
  keys[0]?.key.type === "private" ? keys.slice(0, 1) : keys;

async function openWithJose(token: string, key: KeyObject): Promise<Uint8Array> {
  // oxlint-disable-next-line no-restricted-imports -- loaded only where encrypted tokens are expected
  const { compactDecrypt } = await import("jose");
  const { plaintext } = await compactDecrypt(token, key, {
    keyManagementAlgorithms: [...KEY_ALGORITHMS],
    contentEncryptionAlgorithms: [...CONTENT_ALGORITHMS],
  });
  return plaintext;
}

/** Whether a token has the five parts of a JWE in compact serialization (RFC 7516 §7.1). */
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

/**
 * A key to decrypt tokens: a private key in PEM, or a shared secret of 16, 32, 48 or 64 bytes in base64. A token whose
 * `kid` equals an `id` is decrypted with that key only, any other token with the first private key that fits its `alg`,
 * or with each secret that does. At most 16 keys. Of several private keys of one kind, all but the first need an `id`.
 */
export type DecryptionKey = { readonly id?: string } & (
  { readonly privateKey: string } | { readonly secret: string }
);
