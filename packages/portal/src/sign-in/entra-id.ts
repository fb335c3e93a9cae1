import * as client from "openid-client";
import { clientAuthenticationOf } from "./entra-credential.js";
import { settleEntraId, type EntraIdOptions } from "./entra-id-options.js";
import { personOf } from "./entra-person.js";
import { refusalOf } from "./issuer-refusal.js";
import { SignInError, type SignInProvider } from "./sign-in-provider.js";

/** Seconds for one answer of the issuer. */
const TIMEOUT = 5;
/** Seconds that the clocks of the issuer and of this machine may differ. */
const TOLERANCE = 60;

/**
 * Sign-in with Microsoft Entra ID, for the users and guests of one tenant: authorization code with PKCE. Register the portal
 * as an application of the platform "Web" with the redirect address `{publicUrl}/signin/{id}/callback`. Throws a
 * `ConfigurationError` that lists every problem.
 */
export function entraId(options: EntraIdOptions): SignInProvider {
  const { id, label, tenantId, clientId, credential, authority, fetch } = settleEntraId(options);
  const issuer = new URL(`${authority}/${tenantId}/v2.0`);
  let found: Promise<client.Configuration> | undefined;

  /** The issuer's metadata, asked for once; again after a failure. */
  function configuration(): Promise<client.Configuration> {
    const asked = (found ??= discover());
    asked.catch(() => {
      if (found === asked) found = undefined;
    });
    return asked;
  }

  async function discover(): Promise<client.Configuration> {
    // Plain http reaches loopback only: the options are checked.
    const extensions = [client.enableNonRepudiationChecks];
    if (issuer.protocol === "http:") extensions.push(client.allowInsecureRequests);
    const metadata = { [client.clockTolerance]: TOLERANCE };
    const authentication = await clientAuthenticationOf(credential);
    return client.discovery(issuer, clientId, metadata, authentication, {
      timeout: TIMEOUT,
      execute: extensions,
      ...(fetch !== undefined && { [client.customFetch]: fetch as client.CustomFetch }),
    });
  }

  return Object.freeze({
    id,
    label,

    async begin(flow: Parameters<SignInProvider["begin"]>[0]) {
      const { redirectUri, loginHint, chooseAccount, reauthenticate } = flow;
      const config = await configuration();
      const keep = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const to = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        // A `form_post` is a cross-site POST, which brings no `SameSite=Lax` cookie.
        response_mode: "query",
        scope: "openid profile email",
        state: keep.state,
        nonce: keep.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(keep.verifier),
        code_challenge_method: "S256",
        ...(chooseAccount === true && { prompt: "select_account" }),
        ...(reauthenticate === true && { prompt: "login" }),
        ...(loginHint !== undefined && { login_hint: loginHint }),
      });
      return { to, keep };
    },

    async complete(callback: URL, keep: Readonly<Record<string, unknown>>) {
      const { state, nonce, verifier } = keep;
      if (typeof state !== "string" || typeof nonce !== "string" || typeof verifier !== "string")
        throw new SignInError("callback");
      const config = await configuration();
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
      let tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>;
      try {
        tokens = await client.authorizationCodeGrant(config, callback, { ...checks, idTokenExpected: true });
      } catch (error) {
        throw refusalOf(error);
      }
      return personOf(tokens.claims(), tenantId);
    },

    async signOutUrl({ postLogoutRedirectUri }: { readonly postLogoutRedirectUri: string }) {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(config, { post_logout_redirect_uri: postLogoutRedirectUri });
    },
  });
}
