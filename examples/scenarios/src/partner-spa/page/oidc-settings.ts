import type { OidcClientSettings } from "oidc-client-ts";

/** What the app knows of its registration and of the API; served beside it as `settings.json`. */
export interface AppSettings {
  /** `https://login.microsoftonline.com/{tenant id}/v2.0`, or that of another issuer. */
  readonly authority: string;
  readonly clientId: string;
  /** Exactly as it is registered. */
  readonly redirectUri: string;
  /** Delegated scopes of the API. */
  readonly scopes: readonly string[];
  /** Origin that the API is called at: that of the gateway. */
  readonly api: string;
}

// #region settings
export const oidcSettings = ({
  authority,
  clientId,
  redirectUri,
  scopes,
}: AppSettings): OidcClientSettings => ({
  authority,
  client_id: clientId,
  redirect_uri: redirectUri,
  post_logout_redirect_uri: redirectUri,
  response_type: "code", // with PKCE, which the library adds
  scope: ["openid", "profile", "offline_access", ...scopes].join(" "),
});
// #endregion settings
