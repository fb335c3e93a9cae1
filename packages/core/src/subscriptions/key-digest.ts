import { createHash } from "node:crypto";

/**
 * Digest of a subscription key: SHA-256, base64url, 43 characters. Keys are long random strings, so a plain digest
 * cannot be guessed back; finding a subscription by it takes the same path for unknown and wrong keys.
 */
export function digestKey(key: string): string {
  return createHash("sha256").update(key, "utf8").digest("base64url");
}
