import type { EntraOptions } from "@product-auth/emulator";

/** Path of the portal. */
export const MOUNT = "/developer";

/** What stands in the tenant: the API, the app of the partner, the portal for administrators, and the users. */
export const registrations = (app: string, publicUrl: string): EntraOptions => ({
  products: {
    orders: { displayName: "Contoso orders API", scopes: ["Orders.Read", "Orders.Write"] },
    // Another API of the tenant, to show what a token for it is worth here.
    invoices: { displayName: "Contoso invoices API", scopes: ["Invoices.Read"] },
  },
  clients: {
    app: {
      displayName: "Fabrikam orders app",
      redirectUris: { spa: [`${app}/`] }, // exactly this address; its origin may read answers of the token endpoint
      logoutRedirectUris: [`${app}/`],
      secrets: [], // a page keeps no secret
    },
    portal: {
      displayName: "Contoso developer portal",
      redirectUris: { web: [`${publicUrl}/signin/entra/callback`] },
      logoutRedirectUris: [`${publicUrl}/signed-out`],
      appRoles: ["Portal.Admin"],
      idTokenClaims: ["email", "family_name", "given_name"],
      assignmentRequired: true, // partners sign in to the portal with a password
    },
  },
  users: {
    megan: {
      displayName: "Megan Bowen",
      email: "megan@fabrikam.example",
      guest: { idp: "fabrikam.example" },
    },
    alex: {
      displayName: "Alex Wilber",
      givenName: "Alex",
      surname: "Wilber",
      roles: { portal: ["Portal.Admin"] },
    },
  },
});
