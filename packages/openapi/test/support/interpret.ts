import type { Sent, SentToken } from "./world.js";

/** A scheme of the generated documents. */
export type SchemeName = "bearer" | "users" | "clients" | "key" | "proKey";

/** Security requirements as OpenAPI has them. */
export type Security = readonly Readonly<Partial<Record<SchemeName, readonly string[]>>>[];

/** The products of a scheme, where it names them. */
const OF_SCHEME: Partial<Record<SchemeName, readonly string[]>> = { proKey: ["pro"] };

const isKey = (scheme: SchemeName) => scheme === "key" || scheme === "proKey";

/**
 * Whether OpenAPI admits a request: one of the objects is satisfied, and of it every scheme. `products`: of the operation.
 * Written from the specification, without the code under test. Product Auth's own words: a bad credential of a kind that
 * is looked at is refused, and a token without scopes is a client's.
 */
export function admits(security: Security, products: readonly string[], { token, key }: Sent): boolean {
  if (security.length === 0 || security.some((one) => Object.keys(one).length === 0)) return true;
  const used = security.flatMap((one) => Object.keys(one) as SchemeName[]);
  if (token === "bad" && used.some((scheme) => !isKey(scheme))) return false;
  if (key === "bad" && used.some(isKey)) return false;
  return security.some((one) => {
    const entries = Object.entries(one) as [SchemeName, readonly string[]][];
    const isUsers = entries.some(([scheme, names]) => scheme === "users" && names.length > 0);
    const allowed = products.filter((product) =>
      entries.every(([scheme]) => OF_SCHEME[scheme]?.includes(product) ?? true),
    );
    const owners = entries.map(([scheme]) => (isKey(scheme) ? key : productOf(token)));
    return (
      owners.every((owner) => owner !== undefined && allowed.includes(owner) && owner === owners[0]) &&
      entries.every(([scheme, names]) => isKey(scheme) || holds(token as SentToken, scheme, names, isUsers))
    );
  });
}

const productOf = (token: Sent["token"]) => (typeof token === "object" ? token.product : undefined);

const holds = (token: SentToken, scheme: SchemeName, names: readonly string[], isUsers: boolean): boolean =>
  token.scopes.length > 0 === isUsers &&
  names.every((name) => (scheme === "users" ? token.scopes : token.roles).includes(name));
