import type { JsonObject } from "../../../lib/json-object.js";
import type { Finding } from "../../../refusals/refusals.js";

/** NumericDate (RFC 7519 §2); 1e308 and the like are numbers but no time. */
export const isTime = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER;

/** A list of texts, or nothing: a claim of another shape counts as empty. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((member) => typeof member === "string")
    ? (value as string[])
    : [];
}

/** Scopes are separated by spaces and by nothing else (RFC 6749 §3.3). */
export function spaceSeparated(value: unknown): readonly string[] {
  return typeof value === "string" ? value.split(" ").filter((scope) => scope !== "") : [];
}

/** A token bound to its sender's key (RFC 7800 `cnf`) is worth nothing to anybody else; as a bearer token it is stolen. */
export function senderConstraint(payload: JsonObject): Finding | undefined {
  if (!Object.hasOwn(payload, "cnf")) return undefined;
  return {
    code: "token_claims",
    expected: "no cnf: sender-constrained tokens are not accepted as bearer tokens",
  };
}
