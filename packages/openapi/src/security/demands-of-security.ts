import type { KeyPlace, Problem } from "@product-auth/core";
import { entriesOf, isObject } from "../document/json-values.js";
import { pointerTo } from "../document/pointer.js";
import { commonProducts, sorted, withoutSuperfluous, type Demands, type Need } from "./need.js";
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

/** What was read. With a problem, the demands are not those of the document. */
export interface ReadDemands {
  readonly demands: Demands;
  readonly problems: readonly Problem[];
}

const MOST_ALTERNATIVES = 100;
const MOST_NAMES = 100;

/**
 * What the value of `security` demands: one of the objects in its list, and of an object every scheme. An empty object
 * stands for no credential, and so does an empty list. `pointer` is the place of the list.
 */
export function demandsOfSecurity(security: unknown, pointer: string, context: SecurityContext): ReadDemands {
  const refuse = (message: string, fix: string): ReadDemands => ({
    demands: { alternatives: [], anonymous: false },
    problems: [{ path: pointer, message, fix }],
  });
  if (!Array.isArray(security)) return refuse("is not a list", "write a list of security requirements");
  if (security.length > MOST_ALTERNATIVES)
    return refuse(`has more than ${MOST_ALTERNATIVES} alternatives`, "write fewer");
  const read = (security as readonly unknown[]).map((one, i) =>
    needsOfRequirement(one, `${pointer}/${i}`, context),
  );
  const isEmpty = (one: unknown) => isObject(one) && Object.keys(one).length === 0;
  return {
    demands: {
      alternatives: withoutSuperfluous(read.flatMap(({ needs }) => needs)),
      anonymous: security.length === 0 || (security as readonly unknown[]).some(isEmpty),
    },
    problems: read.flatMap(({ problems }) => problems),
  };
}

interface ReadNeeds {
  readonly needs: readonly Need[];
  readonly problems: readonly Problem[];
}

const none = (path: string, message: string, fix: string): ReadNeeds => ({
  needs: [],
  problems: [{ path, message, fix }],
});

/** One scheme of a requirement with the names that it lists. */
interface Part {
  readonly scheme: TokenScheme | KeyScheme;
  readonly names: readonly string[];
}

function needsOfRequirement(value: unknown, pointer: string, context: SecurityContext): ReadNeeds {
  if (!isObject(value)) return none(pointer, "is not an object", "write the names of security schemes");
  const entries = entriesOf(value);
  if (entries.length === 0) return { needs: [], problems: [] };
  const parts: Part[] = [];
  const problems: Problem[] = [];
  for (const [name, names] of entries) {
    const at = `${pointer}${pointerTo(name).slice(1)}`;
    const part = partOf(name, names, at, context);
    if (part === undefined) continue;
    if ("path" in part) problems.push(part);
    else parts.push(part);
  }
  if (problems.length > 0) return { needs: [], problems };
  if (parts.length === 0)
    return none(pointer, "leaves no credential that a rule can demand", "add a token or a key");
  return combined(parts, pointer, context);
}

// Undefined for a scheme that something else enforces.
function partOf(
  name: string,
  names: unknown,
  path: string,
  { schemes, keys }: SecurityContext,
): Part | Problem | undefined {
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

// All token schemes of a requirement are about the one token of the request, and all keys about its one key.
function combined(parts: readonly Part[], pointer: string, context: SecurityContext): ReadNeeds {
  const products = parts.reduce(
    (common, { scheme }) => commonProducts(common, scheme.products),
    context.products,
  );
  if (products?.length === 0)
    return none(
      pointer,
      "names schemes of different products",
      "name schemes of one product in a requirement",
    );
  const keys = new Set(
    parts.flatMap(({ scheme }) => (scheme.kind === "key" ? [`${scheme.in} ${scheme.name}`] : [])),
  );
  if (keys.size > 1)
    return none(
      pointer,
      "demands the key at two places",
      "write two requirements: one of the places is enough",
    );
  const key = keys.size > 0;
  const token = parts.some(({ scheme }) => scheme.kind === "token");
  const namesFor = (kinds: readonly string[]) =>
    sorted(
      parts.flatMap(({ scheme, names }) =>
        scheme.kind === "token" && kinds.includes(scheme.names) ? names : [],
      ),
    );
  const need = (scopes: readonly string[], roles: readonly string[]): Need => ({
    ...(products !== undefined && { products }),
    token,
    key,
    scopes,
    roles,
  });
  const asUser = need(namesFor(["scopes", "either"]), namesFor(["roles"]));
  const asClient = need(namesFor(["scopes"]), namesFor(["roles", "either"]));
  if (key && asUser.scopes.length + asUser.roles.length > 0)
    return none(pointer, KEY_AND_RIGHTS, WITH_POLICY);
  return { needs: namesFor(["either"]).length > 0 ? [asUser, asClient] : [asUser], problems: [] };
}

const KEY_AND_RIGHTS = "demands a key and scopes or roles, which a rule cannot demand together";
const WITH_POLICY = "demand the key here, and the token by the policy validateJwt";
