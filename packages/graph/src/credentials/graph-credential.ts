/** Obtains access tokens for Microsoft Graph. Credentials of `@azure/identity` have this form. */
export interface GraphCredential {
  /** `expiresOnTimestamp`: milliseconds since 1970. `null` or a rejection: there is no token. */
  getToken(scopes: string[]): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}
