import { types } from "node:util";
import { HINTS } from "../../../refusals/hints.js";
import type { Finding } from "../../../refusals/refusals.js";
import { errorKind } from "../../../lib/error-kind.js";
import { kindOf } from "../../../lib/sanitize.js";
import type { TokenClaims, VerifiedToken } from "../../evidence.js";
import { rightsIn, type ClientPlace, type RightsOf } from "./claim-places.js";

/** The options that may be functions of the claims. */
type FunctionName = "rolesClaim" | "scopesClaim" | "clientClaim";

/**
 * Calls the application's function that reads roles or scopes. An exception, a promise or any other value than its type
 * allows refuses the token: an error in the application's code must neither become a 500 nor pass for "no rights".
 */
export function rightsFrom(
  option: FunctionName,
  read: RightsOf,
  claims: TokenClaims,
): readonly string[] | Finding {
  const result = call(read, claims);
  if (result.error !== undefined) return failed(option, RIGHTS, result.error);
  if (result.value === undefined) return [];
  try {
    // A copy: the list is frozen later, and the application may keep and change its own.
    if (typeof result.value === "string") return rightsIn(result.value);
    if (Array.isArray(result.value)) {
      const list = [...(result.value as unknown[])];
      if (list.every((one) => typeof one === "string")) return list;
      return failed(option, RIGHTS, "a list that contains other values than strings");
    }
  } catch (error) {
    return failed(option, RIGHTS, errorKind(error)); // a proxy, or a getter that throws
  }
  return failed(option, RIGHTS, kindOf(result.value));
}

/** Calls the application's function that reads the client id. */
export function clientFrom(
  read: Extract<ClientPlace, (claims: TokenClaims) => unknown>,
  claims: TokenClaims,
): { readonly clientId: string | undefined } | Finding {
  const { value, error } = call(read, claims);
  if (error !== undefined) return failed("clientClaim", CLIENT, error);
  if (value === undefined || value === "") return { clientId: undefined };
  return typeof value === "string" ? { clientId: value } : failed("clientClaim", CLIENT, kindOf(value));
}

/** Calls the application's function that decides who calls. Whatever is not one of its words counts as "unknown". */
export function callerFrom(
  callerOf: (claims: TokenClaims) => VerifiedToken["caller"],
  claims: TokenClaims,
): VerifiedToken["caller"] {
  const { value } = call(callerOf, claims);
  return value === "app-only" || value === "delegated" ? value : "unknown";
}

const RIGHTS = "a string, a list of strings, or undefined";
const CLIENT = "a string or undefined";

function call(
  read: (claims: TokenClaims) => unknown,
  claims: TokenClaims,
): { readonly value?: unknown; readonly error?: string } {
  try {
    const value = read(claims);
    if (!types.isPromise(value)) return { value };
    // Its rejection must not end the process as an unhandled one.
    value.catch(() => undefined);
    return { error: "a promise" };
  } catch (error) {
    return { error: errorKind(error) };
  }
}

const failed = (option: FunctionName, write: string, actual: string): Finding => ({
  code: "token_claims",
  expected: `${write} from the function ${option}`,
  actual,
  hint: HINTS.claimFunction,
});
