import type { Finding } from "../refusals/refusals.js";

/** One credential as sent: absent, a value, or malformed. */
export type PresentedCredential =
  Absent | { readonly kind: "present"; readonly value: string } | (Finding & { readonly kind: "malformed" });

/** No credential was sent, or the rule does not accept this kind. */
export interface Absent {
  readonly kind: "absent";
}

/** The shared `Absent` value. */
export const ABSENT: Absent = Object.freeze({ kind: "absent" });

/** Makes the value for a credential that cannot be used. */
export const malformed = (
  code: Finding["code"],
  more: Omit<Finding, "code"> = NOTHING_MORE,
): PresentedCredential => ({ kind: "malformed", code, ...more });

const NOTHING_MORE: Omit<Finding, "code"> = Object.freeze({});
