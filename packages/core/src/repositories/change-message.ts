import type { SubscriptionChange } from "@product-auth/core";

const EVERYTHING = "*";
const MOST_BYTES = 7_999; // a NOTIFY payload must be shorter than 8000 bytes

/** A change as the payload of a NOTIFY; one that names too many digests becomes "everything". */
export function messageOf(digests: readonly string[]): string {
  const message = JSON.stringify([...new Set(digests)]);
  return Buffer.byteLength(message) > MOST_BYTES ? EVERYTHING : message;
}

/** What a payload says. Anybody who may connect can send one, so one that cannot be read means "everything". */
export function changeOf(message: string | undefined): SubscriptionChange {
  try {
    const digests: unknown = JSON.parse(message ?? "");
    if (Array.isArray(digests) && digests.every((digest) => typeof digest === "string")) return { digests };
  } catch {
    // as below
  }
  return "everything";
}
