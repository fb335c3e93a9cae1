import type { EntraOptions } from "@product-auth/emulator";

/** Path of the portal. */
export const MOUNT = "/developer";

/**
 * What stands in the tenant: the registrations of the API ("backend-app"), of the desktop client ("client-app"), of the
 * console and of the portal, and the users. In Entra ID, `product-auth provision` or an administrator makes them.
 */
export const registrations = (publicUrl: string): EntraOptions => ({
  products: {
    backend: {
      displayName: "Contoso intranet API",
      scopes: ["Timesheets.Read", "Timesheets.Write", "Payroll.Read"],
    },
  },
  clients: {
    desktop: {
      displayName: "Contoso desktop",
      redirectUris: { publicClient: ["http://localhost"] }, // mobile and desktop applications; any port (RFC 8252 §7.3)
      secrets: [],
    },
    console: {
      displayName: "Contoso console",
      redirectUris: { web: [`${publicUrl}/console/callback`] },
    },
    portal: {
      displayName: "Contoso developer portal",
      redirectUris: { web: [`${publicUrl}/signin/entra/callback`] },
      logoutRedirectUris: [`${publicUrl}/signed-out`],
      appRoles: ["Portal.Admin"],
      idTokenClaims: ["email", "family_name", "given_name"],
    },
    // Another application of the tenant, which the products do not list.
    wiki: { displayName: "Contoso wiki", redirectUris: { publicClient: ["http://localhost"] }, secrets: [] },
  },
  users: {
    adele: { displayName: "Adele Vance", givenName: "Adele", surname: "Vance" },
    alex: {
      displayName: "Alex Wilber",
      givenName: "Alex",
      surname: "Wilber",
      roles: { portal: ["Portal.Admin"] },
    },
  },
});
