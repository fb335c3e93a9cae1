import type { ProductAuthOptions } from "@product-auth/express";

type Options = ProductAuthOptions<"starter">;

// #region products
const products = {
  starter: { displayName: "Starter", audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
};
// #endregion products

// #region one-tenant
export const oneTenant: Options = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products,
};
// #endregion one-tenant

// #region strict
export const strict: Options = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  tokenVersions: ["2.0"],
  requireIdtyp: true,
  products,
};
// #endregion strict

// #region several-tenants
export const severalTenants: Options = {
  tenantId: ["aaaabbbb-0000-cccc-1111-dddd2222eeee", "bbbbcccc-1111-dddd-2222-eeee3333ffff"],
  products,
};
// #endregion several-tenants

// #region organizations
export const organizations: Options = {
  tenantId: "organizations",
  allowedTenants: ["aaaabbbb-0000-cccc-1111-dddd2222eeee", "bbbbcccc-1111-dddd-2222-eeee3333ffff"],
  products,
};
// #endregion organizations

// #region own-signing-key
export const ownSigningKey: Options = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: {
    starter: {
      displayName: "Starter",
      audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
      ownSigningKey: true,
    },
  },
};
// #endregion own-signing-key

// #region national-cloud
export const nationalCloud: Options = {
  cloud: "us-government",
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products,
};
// #endregion national-cloud

// #region external-id
export const externalId: Options = {
  externalId: "contoso", // of contoso.ciamlogin.com
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products,
};
// #endregion external-id
