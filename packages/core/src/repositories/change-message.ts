import type { SubscriptionChange } from "../evidence/subscriptions/subscription.js";

const EVERYTHING = "*";

/**
 * Encodes changed digests as a message between processes; a message longer than `maxBytes` becomes "everything". Default:
 * no limit.
 */
export function encodeChange(digests: readonly string[], maxBytes: number = Infinity): string {
  const message = JSON.stringify([...new Set(digests)]);
  return Buffer.byteLength(message) > maxBytes ? EVERYTHING : message;
}

/**
 * Decodes a message between processes. Anyone with the right to publish can send one, so an unreadable message means
 * "everything".
 */
export function decodeChange(message: string | undefined): SubscriptionChange {
  try {
    const digests: unknown = JSON.parse(message ?? "");
    if (Array.isArray(digests) && digests.every((digest) => typeof digest === "string")) return { digests };
  } catch {
    // not JSON: the message means "everything"
  }
  return "everything";
}
