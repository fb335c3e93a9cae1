import { PublicClientApplication, type AuthenticationResult } from "@azure/msal-node";

/** What the client knows of its registration. */
export interface DesktopSettings {
  /** `https://login.microsoftonline.com/{tenant}`, or that of another issuer with Entra's protocol. */
  readonly authority: string;
  readonly clientId: string;
  /** Delegated scopes of the API. */
  readonly scopes: readonly string[];
}

/** A desktop client: a public client, which has no secret. */
export interface DesktopClient {
  /** Opens the system browser, and waits until the user has signed in there (authorization code with PKCE). */
  signIn(openBrowser: (url: string) => Promise<void>): Promise<AuthenticationResult>;
  /** A token for the user who signed in, from the cache while it is valid. */
  tokenFor(account: NonNullable<AuthenticationResult["account"]>): Promise<AuthenticationResult>;
}

// #region desktop
export function createDesktopClient({ authority, clientId, scopes }: DesktopSettings): DesktopClient {
  const application = new PublicClientApplication({
    auth: { clientId, authority, knownAuthorities: [new URL(authority).host] },
  });
  return {
    signIn: (openBrowser) => application.acquireTokenInteractive({ scopes: [...scopes], openBrowser }),
    tokenFor: (account) => application.acquireTokenSilent({ scopes: [...scopes], account }),
  };
}
// #endregion desktop
