import type { Finding } from "../../../refusals/refusals.js";
import { sanitize } from "../../../lib/sanitize.js";
import type { Algorithm } from "../keys/algorithms.js";
import { own, type JsonObject } from "../../../lib/json-object.js";

/** Accepted values of a JOSE header. */
export interface HeaderRules {
  readonly algorithms: readonly Algorithm[];
  /** Accepted `typ` values in lower case; a header without `typ` passes. */
  readonly types: readonly string[];
  readonly kidRequired: boolean;
}

/**
 * Checks a JOSE header. The algorithm is taken from the list, never from the token or the key; `crit` names
 * extensions we do not know (RFC 7515 §4.1.11) and another `typ` is another kind of token (RFC 8725 §3.11).
 */
export function checkHeader(
  header: JsonObject,
  { algorithms, types, kidRequired }: HeaderRules,
): Finding | undefined {
  const algorithm = own(header, "alg");
  if (!algorithms.includes(algorithm as Algorithm)) {
    return {
      code: "token_algorithm",
      expected: `alg ${algorithms.join(" or ")}`,
      actual: sanitize(algorithm),
    };
  }
  for (const member of ["crit", "b64", "enc", "zip"]) {
    if (Object.hasOwn(header, member))
      return { code: "token_header", expected: `no ${member} in the header` };
  }
  const type = own(header, "typ");
  if (type !== undefined && !(typeof type === "string" && types.includes(type.toLowerCase()))) {
    return { code: "token_header", expected: `typ ${types.join(" or ")}`, actual: sanitize(type) };
  }
  const kid = own(header, "kid");
  if (kid === undefined && !kidRequired) return undefined;
  if (typeof kid === "string" && kid !== "" && kid.length <= 256) return undefined;
  return { code: "token_header", expected: "kid as a short string", actual: sanitize(kid) };
}
