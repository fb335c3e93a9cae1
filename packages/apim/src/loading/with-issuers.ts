import type {
  AccessPolicies,
  EntraIssuerOptions,
  IssuerOptions,
  ValidateJwtOptions,
} from "@product-auth/core";
import type { CatalogFile } from "@product-auth/core/catalog";
import { mapped } from "./mapped.js";

/** The options that say what the issuers of policies are. */
export interface IssuerHolders extends LoginService {
  readonly issuers?: readonly Named[];
}

/** Where tenants of Entra issue tokens: the public cloud unless the options say otherwise. */
type LoginService = Pick<EntraIssuerOptions, "cloud" | "authorityHost">;

type Named = Omit<IssuerOptions, "name"> & { readonly name: string };

type Holder = Pick<AccessPolicies, "validateJwt">;

/**
 * A catalog in which policies hold the issuers that they name, and tenants the login service of the options. Issuers of the
 * options would be trusted for products too, and each `iss` could have one entry only.
 */
export function withIssuers(
  catalog: CatalogFile,
  { issuers = [], cloud, authorityHost }: IssuerHolders,
): CatalogFile {
  const known = new Map(issuers.map(({ name, ...issuer }) => [name, issuer]));
  const login: LoginService = {
    ...(cloud !== undefined && { cloud }),
    ...(authorityHost !== undefined && { authorityHost }),
  };
  const resolved = <Given extends Holder>(holder: Given): Given => {
    const { validateJwt } = holder;
    if (validateJwt === undefined) return holder;
    return { ...holder, validateJwt: [validateJwt].flat().map((policy) => described(policy, known, login)) };
  };
  const { products, apis = {}, policies } = catalog;
  return {
    ...catalog,
    products: mapped(products, resolved),
    apis: mapped(apis, (api) => ({
      ...resolved(api),
      ...(api.operations !== undefined && { operations: mapped(api.operations, resolved) }),
    })),
    ...(policies !== undefined && { policies: resolved(policies) }),
  };
}

function described(
  policy: ValidateJwtOptions,
  known: ReadonlyMap<string, IssuerOptions>,
  login: LoginService,
): ValidateJwtOptions {
  if (policy.issuers === undefined) return policy;
  const issuers = policy.issuers.map((one) => {
    if (typeof one === "string") return known.get(one) ?? one;
    return "tenantId" in one ? { ...login, ...one } : one;
  });
  return { ...policy, issuers };
}
