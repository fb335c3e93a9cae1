import type { KeyPlace, Problem } from "@product-auth/core";
import { isOpenIdScope, rightOfScope } from "./right-of-scope.js";
import type { KeyScheme, Scheme, TokenScheme } from "./schemes.js";

/** What a list of security requirements is read with. */
export interface SecurityContext {
  readonly schemes: ReadonlyMap<string, Scheme>;
  /** Products of the operation; undefined: any. */
  readonly products: readonly string[] | undefined;
  /** Where the application looks for keys; none: anywhere. */
  readonly keys: readonly KeyPlace[];
}

/** One scheme of a requirement with the rights that it lists. */
export interface RequirementPart {
  readonly scheme: TokenScheme | KeyScheme;
  readonly names: readonly string[];
}

const MOST_NAMES = 100;

/** Reads one member of a requirement. Undefined for a scheme that something else enforces. `path`: its JSON pointer. */
export function partOf(
  name: string,
  names: unknown,
  path: string,
  { schemes, keys }: SecurityContext,
): RequirementPart | Problem | undefined {
  const refuse = (message: string, fix: string): Problem => ({ path, message, fix });
  const scheme = schemes.get(name);
  if (scheme === undefined)
    return refuse(
      "is not a security scheme of the document",
      `declare it in components, or name one of ${[...schemes.keys()].slice(0, 20).join(", ") || "none so far"}`,
    );
  if (scheme.kind === "elsewhere") return undefined;
  if (scheme.kind === "unusable") return refuse(`${scheme.message} (${scheme.pointer})`, scheme.fix);
  if (!Array.isArray(names) || names.length > MOST_NAMES || !names.every((one) => typeof one === "string"))
    return refuse("is not a list of names", "write a list of scopes or roles, [] for none");
  const rights = names as readonly string[];
  if (scheme.kind === "key") {
    if (rights.length > 0) return refuse("names roles, and a key carries none", "write []");
    if (keys.length === 0 || keys.some((place) => isAt(scheme, place))) return { scheme, names: [] };
    const places = keys.map(({ header, query }) => `header ${header} or query ${query}`).join(", ");
    return refuse(
      `is a key in ${scheme.in} ${scheme.name}, which the application does not read`,
      `write ${places}`,
    );
  }
  if (scheme.names === "none" && rights.length > 0)
    return refuse("names roles, which OpenAPI 3.0 does not allow here", "write [], or use an oauth2 scheme");
  if (rights.some((right) => !/^[\x21-\x7e]+$/.test(right)))
    return refuse("contains a name with spaces or other signs", "write one name for each scope");
  const openId = rights.find(isOpenIdScope);
  if (openId !== undefined)
    return refuse(`names ${openId}, which no access token for an API carries`, "remove it from the list");
  return { scheme, names: rights.map(rightOfScope).filter((right) => right !== undefined) };
}

// Names of header fields have no case (RFC 9110 §5.1).
const isAt = (scheme: KeyScheme, { header, query }: KeyPlace): boolean =>
  scheme.in === "header" ? scheme.name.toLowerCase() === header.toLowerCase() : scheme.name === query;
