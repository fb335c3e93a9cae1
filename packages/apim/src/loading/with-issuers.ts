import type { AccessPolicies, IssuerOptions, ValidateJwtOptions } from "@product-auth/core";
import type { CatalogFile } from "@product-auth/core/catalog";

type Named = Omit<IssuerOptions, "name"> & { readonly name: string };

/**
 * A catalog in which policies hold the issuers that they name. Issuers of the options would be trusted for products too, and
 * each `iss` could have one entry only.
 */
export function withIssuers(
  catalog: CatalogFile,
  issuers: readonly { readonly name: string }[],
): CatalogFile {
  const known = new Map((issuers as readonly Named[]).map(({ name, ...issuer }) => [name, issuer]));
  const resolved = <Holder extends Pick<AccessPolicies, "validateJwt">>(holder: Holder): Holder => {
    const { validateJwt } = holder;
    if (validateJwt === undefined) return holder;
    return { ...holder, validateJwt: [validateJwt].flat().map((policy) => withKnown(policy, known)) };
  };
  const all = <Holder extends Pick<AccessPolicies, "validateJwt">>(holders: {
    readonly [name: string]: Holder;
  }) => Object.fromEntries(Object.entries(holders).map(([name, one]) => [name, resolved(one)]));
  const { products, apis = {}, policies } = catalog;
  const apisWithout = Object.fromEntries(
    Object.entries(apis).map(([name, api]) => [
      name,
      { ...resolved(api), ...(api.operations !== undefined && { operations: all(api.operations) }) },
    ]),
  );
  return {
    ...catalog,
    products: all(products),
    apis: apisWithout,
    ...(policies !== undefined && { policies: resolved(policies) }),
  };
}

const withKnown = (
  policy: ValidateJwtOptions,
  known: ReadonlyMap<string, IssuerOptions>,
): ValidateJwtOptions => ({
  ...policy,
  ...(policy.issuers !== undefined && {
    issuers: policy.issuers.map((one) => (typeof one === "string" ? (known.get(one) ?? one) : one)),
  }),
});
