import { hash } from "node:crypto";

/**
 * Computes the digest under which a subscription key is stored: SHA-256 over pepper and key, base64url, 43 characters.
 *
 * A plain hash instead of HMAC: it is four times cheaper on every request, and HMAC only prevents length extension, which
 * does not help to find a key. Generated keys cannot be guessed even without a pepper; the pepper, kept outside the
 * store, protects short custom keys when a store is stolen. A lookup by digest takes the same path for unknown and wrong
 * keys and compares no secrets.
 */
export function digestKey(key: string, pepper = ""): string {
  return hash("sha256", pepper === "" ? key : `${pepper}\u0000${key}`, "base64url");
}

/** Computes an identifier of a pepper, stored beside the digests made with it. It does not reveal the pepper. */
export function pepperId(pepper: string): string {
  return hash("sha256", `pepper-id\u0000${pepper}`, "base64url").slice(0, 8);
}
