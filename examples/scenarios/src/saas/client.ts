import { ConfidentialClientApplication } from "@azure/msal-node";

/** What the portal shows on the page of an application, and the secret that it showed once. */
export interface ClientSettings {
  readonly authority: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the product: `{audience}/.default`. */
  readonly scope: string;
}

// #region client
/** Gives the token of an application; MSAL keeps it, and asks for a new one before it expires. */
export function createClient({
  authority,
  clientId,
  clientSecret,
  scope,
}: ClientSettings): () => Promise<string> {
  const application = new ConfidentialClientApplication({
    auth: { clientId, clientSecret, authority, knownAuthorities: [new URL(authority).host] },
  });
  return async () => {
    const result = await application.acquireTokenByClientCredential({ scopes: [scope] });
    if (result === null) throw new Error("The issuer gave no token");
    return result.accessToken;
  };
}
// #endregion client
