import type { EntraOptions } from "@product-auth/emulator";

/** Path of the portal. */
export const MOUNT = "/developer";

/**
 * What stands in the tenant: the registrations of Pro, of the portal and of its identity that registers applications, and
 * the administrator. Developers come by themselves: the tenant has a user flow for sign-up with social accounts.
 */
export const registrations = (publicUrl: string): EntraOptions => ({
  products: {
    // An application without the role of the product gets no token at all.
    pro: { displayName: "Pro", appRoleAssignmentRequired: true },
  },
  clients: {
    portal: {
      displayName: "Contoso weather portal",
      redirectUris: { web: [`${publicUrl}/signin/entra/callback`] },
      logoutRedirectUris: [`${publicUrl}/signed-out`],
      appRoles: ["Portal.Admin"],
      idTokenClaims: ["email", "family_name", "given_name"],
    },
    provisioning: {
      displayName: "Contoso weather provisioning",
      graphRoles: ["Application Administrator"],
    },
  },
  users: {
    alex: {
      displayName: "Alex Wilber",
      givenName: "Alex",
      surname: "Wilber",
      roles: { portal: ["Portal.Admin"] },
    },
  },
  selfServiceSignUp: true,
});
