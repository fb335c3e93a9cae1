/**
 * Writes a counter's key as text that every database stores unchanged. Different keys stay different: half a surrogate pair
 * would silently become U+FFFD in UTF-8, the key of another caller, and PostgreSQL refuses U+0000.
 */
export function plainKey(key: string): string {
  return UNSTORABLE.test(key) ? `x${Buffer.from(key, "utf16le").toString("hex")}` : `k${key}`;
}

const UNSTORABLE = /[\0\p{Surrogate}]/u;
