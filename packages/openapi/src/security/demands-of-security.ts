import type { Problem } from "@product-auth/core";
import { entriesOf, isObject } from "../document/json-values.js";
import { pointerTo } from "../document/pointer.js";
import { commonProducts, sorted, withoutSuperfluous, type Demands, type Need } from "./need.js";
import { partOf, type RequirementPart, type SecurityContext } from "./requirement-part.js";

/** What was read. With a problem, the demands are not those of the document. */
export interface ReadDemands {
  readonly demands: Demands;
  readonly problems: readonly Problem[];
}

/** A rule has eight, and those that differ in one scope are one. */
const MOST_ALTERNATIVES = 32;

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

function needsOfRequirement(value: unknown, pointer: string, context: SecurityContext): ReadNeeds {
  if (!isObject(value)) return none(pointer, "is not an object", "write the names of security schemes");
  const entries = entriesOf(value);
  if (entries.length === 0) return { needs: [], problems: [] };
  const parts: RequirementPart[] = [];
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

// All token schemes of a requirement are about the one token of the request, and all keys about its one key.
function combined(parts: readonly RequirementPart[], pointer: string, context: SecurityContext): ReadNeeds {
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
