import { startEntra, type Entra } from "@product-auth/emulator";
import type { Options } from "./options.js";

/** Starts the issuer that people and applications sign in at. */
export function startIssuer({ entraPort, controls }: Options, publicUrl: string): Promise<Entra> {
  return startEntra({
    port: entraPort,
    ...(controls && { controls }),
    products: { pro: { scopes: ["Orders.Write"] }, analytics: {} },
    clients: {
      portal: {
        displayName: "Contoso developer portal",
        redirectUris: { web: [`${publicUrl}/signin/entra/callback`] },
        logoutRedirectUris: [`${publicUrl}/signed-out`],
        appRoles: ["Portal.Admin", "Partner"],
        idTokenClaims: ["email", "family_name", "given_name"],
      },
      // The console's own client: users sign in with it to get a token for the API.
      console: {
        displayName: "Contoso console",
        redirectUris: { web: [`${publicUrl}/console/callback`] },
      },
      contoso: { products: ["pro", "analytics"] },
      // Registers the applications of the portal's users. The products are not its own, so it has the directory role.
      provisioning: {
        displayName: "Contoso portal provisioning",
        graphRoles: ["Application Administrator"],
      },
    },
    users: {
      adele: { displayName: "Adele Vance", givenName: "Adele", surname: "Vance" },
      alex: { displayName: "Alex Wilber", givenName: "Alex", surname: "Wilber" },
      "portal.admin": {
        displayName: "Portal Admin",
        givenName: "Portal",
        surname: "Admin",
        roles: { portal: ["Portal.Admin"] },
      },
      blocked: { displayName: "Blocked User", disabled: true },
      "many.groups": { displayName: "Many Groups", groups: 300 },
      megan: {
        displayName: "Megan Bowen",
        givenName: "Megan",
        surname: "Bowen",
        email: "megan@example.com",
        guest: { idp: "google.com" },
      },
      eve: {
        displayName: "Eve",
        userPrincipalName: "eve@fabrikam.example",
        homeTenantId: "99999999-0000-4111-8222-333344445555",
      },
    },
  });
}
