import type { Authority } from "../authority.js";
import { namedClients } from "../directory/clients.js";
import type { Product } from "../directory/directory.js";
import { assignedRoles, namedProducts } from "../directory/products.js";
import { stableGuid } from "../directory/stable-guid.js";
import { delegatedScopes } from "../sign-in/requested-scopes.js";
import {
  accessTokenClaims,
  accessTokenHeader,
  type Grant,
  nextLifetime,
  type TokenUser,
} from "./access-token.js";
import { compactJws, type Members, rsaSigner } from "./compact-jws.js";

/** Options of a token for a test. */
export interface TokenWish {
  /** Name of a client in the options of `startEntra`, or its application id when it was made through Graph. */
  client: string;
  /** Name of a product in the options of `startEntra`, or its application id when it was made through Graph. */
  product: string;
  /** Default the product's own version. */
  version?: 1 | 2;
  /** Default the assigned roles; an empty list omits the claim. */
  roles?: string[];
  /** Merged over the claims; undefined removes one. */
  claims?: Record<string, unknown>;
  /** Merged over the header; undefined removes a member. */
  header?: Record<string, unknown>;
  /** Seconds from now until `exp`; default the emulator's `tokenLifetime`. */
  lifetime?: number;
  /** A user's token instead of an application's; true takes the product's scopes. */
  delegated?: boolean | { scopes: string[]; user?: string; roles?: string[] };
}

/** Header and claims before signing. */
export interface Draft {
  readonly grant: Grant;
  readonly header: Members;
  readonly claims: Members;
}

/** Makes header and claims of the token that `/token` would issue, with the changes of the options. */
export function draftToken(authority: Authority, wish: TokenWish): Draft {
  const grant = grantOf(authority, wish);
  const header = { ...accessTokenHeader(authority.keyRing.current().kid, grant.version), ...wish.header };
  return { grant, header, claims: { ...accessTokenClaims(authority, grant), ...wish.claims } };
}

/** Signs header and claims unchanged, with the current signing key. */
export function signToken(authority: Authority, header: Members, claims: Members): string {
  return compactJws(header, claims, rsaSigner(authority.keyRing.current().privateKey, header["alg"]));
}

function grantOf(authority: Authority, wish: TokenWish): Grant {
  const { directory } = authority;
  const client = pick(namedClients(directory), wish.client, "client");
  const product = pick(namedProducts(directory), wish.product, "product");
  const delegated = delegation(authority, product, wish);
  const assigned = assignedRoles(directory, client, product) ?? [];
  const roles = wish.roles ?? delegated?.roles ?? (delegated === undefined ? assigned : []);
  return {
    client,
    product,
    version: wish.version ?? product.version,
    resource: product.identifierUris[0] ?? product.appId,
    roles,
    proof: "1",
    lifetime: wish.lifetime ?? nextLifetime(authority),
    ...(delegated === undefined ? {} : { user: delegated }),
  };
}

function delegation(
  authority: Authority,
  product: Product,
  { delegated }: TokenWish,
): { account: TokenUser; scopes: string[]; roles?: string[] } | undefined {
  if (delegated === undefined || delegated === false) return undefined;
  const scopes = [...delegatedScopes(product)];
  const given = delegated === true ? { scopes } : delegated;
  const roles = given.roles === undefined ? {} : { roles: given.roles };
  const account = accountOf(authority, given.user ?? "adele.vance");
  return { account, scopes: given.scopes, ...roles };
}

/** A registered user, or one made up for this token. */
function accountOf({ users, directory }: Authority, name: string): TokenUser {
  const { tenantDomain, tenantId } = directory;
  const principal = name.includes("@") ? name : `${name}@${tenantDomain}`;
  const made = {
    userPrincipalName: principal,
    displayName: principal.slice(0, principal.indexOf("@")),
    objectId: stableGuid(`user:${principal}`),
  };
  return users.find(name) ?? { ...made, tenantId, idp: undefined, email: undefined };
}

/** Finds what a test names. Throws with the registered names. */
export function pick<T>(registered: ReadonlyMap<string, T>, name: string, kind: string): T {
  const found = registered.get(name);
  if (found !== undefined) return found;
  const names = [...registered.keys()].map((one) => `"${one}"`).join(", ");
  throw new Error(`There is no ${kind} "${name}" here; registered: ${names || "none"}.`);
}
