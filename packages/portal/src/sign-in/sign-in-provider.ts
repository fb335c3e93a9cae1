import type { JsonObject } from "@product-auth/core/records";

/** A way to sign in, for the option `signIn`: `entraId({ … })`, or your own. */
export interface SignInProvider {
  /** Part of its addresses: `/signin/{id}` and `/signin/{id}/callback`. Lower-case letters, digits and hyphens, 1 to 32. */
  readonly id: string;
  /** Name on the sign-in page: "Sign in with {label}". */
  readonly label: string;
  /**
   * Starts a sign-in: where to send the browser, and what to keep until it is back (`state`, `nonce`, `verifier`). A callback
   * belongs to the sign-in only if its `state` equals that of `keep`. Rejects when the issuer cannot be reached.
   */
  begin(flow: {
    readonly redirectUri: string;
    readonly loginHint?: string;
    /** Whether the user chooses an account even where the provider knows one: after a sign-in that failed. */
    readonly chooseAccount?: boolean;
    /** Whether the provider must authenticate the user again, even where it knows one: before an act that needs a recent sign-in. */
    readonly reauthenticate?: boolean;
  }): Promise<{ readonly to: URL; readonly keep: JsonObject & { readonly state: string } }>;
  /** Ends a sign-in. Rejects with `SignInError` when the issuer refuses; other errors mean that it cannot be reached. */
  complete(callback: URL, keep: JsonObject): Promise<SignedIn>;
  /** Where to sign out of the provider as well; undefined when it has no such page. */
  signOutUrl?(hint: { readonly postLogoutRedirectUri: string }): Promise<URL | undefined>;
}

/** A person as a provider knows them. */
export interface SignedIn {
  /** What makes the person the same at every sign-in, such as `entra|{tid}|{oid}`. Never an e-mail address. */
  readonly key: string;
  readonly names: { readonly firstName?: string; readonly lastName?: string; readonly displayName?: string };
  readonly email?: string;
  /** App roles of the portal's own registration. */
  readonly roles: readonly string[];
  /** Object ids of groups; absent when the provider did not list all of them. */
  readonly groups?: readonly string[];
}

/** A sign-in that the issuer refused, or whose answer does not belong to it. */
export class SignInError extends Error {
  override readonly name = "SignInError";
  /** The issuer's code, such as `access_denied` or `AADSTS50105`, or `callback` for an answer that does not belong to the sign-in. */
  readonly reason: string;

  constructor(reason: string, options?: { readonly cause?: unknown }) {
    super(`The sign-in failed: ${reason}`, options);
    this.reason = reason;
  }
}
