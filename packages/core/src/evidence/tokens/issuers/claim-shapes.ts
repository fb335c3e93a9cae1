import type { JsonObject } from "../../../lib/json-object.js";
import type { Finding } from "../../../refusals/refusals.js";

/** Whether a value is a NumericDate (RFC 7519 §2) within the safe integers. */
export const isTime = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER;

/** Reads a list of strings; any other shape counts as empty. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((member) => typeof member === "string")
    ? (value as string[])
    : [];
}

/** Splits at spaces, and at nothing else (RFC 6749 §3.3). */
export function spaceSeparated(value: unknown): readonly string[] {
  return typeof value === "string" ? value.split(" ").filter((scope) => scope !== "") : [];
}

/** Rejects a token that is bound to its sender's key (RFC 7800 `cnf`): sent as a bearer token, it may be stolen. */
export function senderConstraint(payload: JsonObject): Finding | undefined {
  if (!Object.hasOwn(payload, "cnf")) return undefined;
  return {
    code: "token_claims",
    expected: "no cnf: sender-constrained tokens are not accepted as bearer tokens",
  };
}
