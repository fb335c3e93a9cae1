import { entraExternalId, entraId, oidc, type SignInProvider } from "@product-auth/portal";

/** What the registrations of the examples gave. */
export interface Registered {
  readonly contoso: string;
  readonly fabrikam: string;
  readonly external: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export function severalTenants({ contoso, fabrikam, clientId, clientSecret }: Registered): SignInProvider[] {
  // #region tenants
  const signIn = [
    entraId({
      tenants: [contoso, fabrikam], // Directory (tenant) IDs of the organizations
      rolesFrom: [contoso], // only this organization's administrators appoint administrators of the portal
      clientId,
      clientSecret,
    }),
  ];
  // #endregion tenants
  return signIn;
}

export function externalTenant({ external, clientId, clientSecret }: Registered): SignInProvider[] {
  // #region external
  const signIn = [
    entraExternalId({
      tenantId: external, // Directory (tenant) ID of the external tenant
      subdomain: "contosocustomers", // of contosocustomers.ciamlogin.com
      clientId,
      clientSecret,
      label: "your Contoso account",
    }),
  ];
  // #endregion external
  return signIn;
}

export function google({ clientId, clientSecret }: Registered): SignInProvider[] {
  // #region google
  const signIn = [
    oidc({
      id: "google",
      label: "Google",
      issuer: "https://accounts.google.com",
      clientId,
      clientSecret,
      prompts: ["select_account"],
    }),
  ];
  // #endregion google
  return signIn;
}

export function okta({ clientId, clientSecret }: Registered): SignInProvider[] {
  // #region okta
  const signIn = [
    oidc({
      id: "okta",
      label: "Okta",
      issuer: "https://contoso.okta.com",
      clientId,
      clientSecret,
      scopes: ["profile", "email", "groups"],
      groupsClaim: "groups",
    }),
  ];
  // #endregion okta
  return signIn;
}

export function keycloak({ clientId, clientSecret }: Registered): SignInProvider[] {
  // #region keycloak
  const signIn = [
    oidc({
      id: "keycloak",
      label: "Contoso",
      issuer: "https://id.contoso.com/realms/contoso",
      clientId,
      clientSecret,
      rolesClaim: ["realm_access", "roles"],
    }),
  ];
  // #endregion keycloak
  return signIn;
}
