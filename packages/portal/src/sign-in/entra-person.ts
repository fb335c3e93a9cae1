import { isGuid } from "@product-auth/core/adapter";
import { hasOverage, namesIn, textOf, textsOf, type Claims } from "./claims.js";
import { SignInError, type SignedIn } from "./sign-in-provider.js";

/** Whose accounts of Entra ID sign in. Ids in lower case. */
export interface EntraTenants {
  readonly tenants: ReadonlySet<string>;
  /** Tenants whose app roles and groups give rights. */
  readonly rolesFrom: ReadonlySet<string>;
  /** The issuer of a tenant's tokens. */
  readonly issuerOf: (tenantId: string) => string;
}

/**
 * The person of an id_token whose signature, issuer, audience, times and nonce are verified. A user is the pair of tenant and
 * object id: `sub` differs per application, and an e-mail address can be that of another person. In an application of several
 * tenants, each tenant's administrators assign its app roles to their own users, and so could make them administrators here.
 */
export function personOf(
  claims: Claims | undefined,
  { tenants, rolesFrom, issuerOf }: EntraTenants,
): SignedIn {
  const { tid, oid, iss } = claims ?? {};
  if (claims === undefined || !isGuid(tid) || !isGuid(oid)) throw new SignInError("id_token");
  const tenant = tid.toLowerCase();
  if (!tenants.has(tenant)) throw new SignInError("tenant");
  if (iss !== issuerOf(tenant)) throw new SignInError("id_token");
  const hasRights = rolesFrom.has(tenant);
  return {
    key: `entra|${tenant}|${oid.toLowerCase()}`,
    names: namesIn(claims),
    ...textOf(claims, "email", "email"),
    roles: hasRights ? textsOf(claims["roles"]) : [],
    // Above 200 groups the token carries a reference instead. Never half a list.
    ...(hasRights ? !hasOverage(claims) && { groups: textsOf(claims["groups"]) } : { groups: [] }),
  };
}
