import { createHash } from "node:crypto";

/**
 * A text of at most `max` characters, which must be 64 or more, unchanged; of a longer one its length and its digest,
 * because two long texts may differ anywhere.
 */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  // UTF-16, because half a surrogate pair would become U+FFFD in UTF-8, as every other half.
  return `${text.length}~${createHash("sha256").update(text, "utf16le").digest("base64url")}`;
}
