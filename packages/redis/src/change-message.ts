import type { SubscriptionChange } from "@product-auth/core";

/** A change as a message. */
export function messageOf(digests: readonly string[]): string {
  return JSON.stringify([...new Set(digests)]);
}

/** What a message says. Anybody with the right to publish can send one, so one that cannot be read means "everything". */
export function changeOf(message: string): SubscriptionChange {
  try {
    const digests: unknown = JSON.parse(message);
    if (Array.isArray(digests) && digests.every((digest) => typeof digest === "string")) return { digests };
  } catch {
    // as below
  }
  return "everything";
}
