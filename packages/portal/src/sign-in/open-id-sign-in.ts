import * as client from "openid-client";
import { onceUntilFailure } from "./discover-issuer.js";
import { refusalOf } from "./issuer-refusal.js";
import { SignInError, type SignedIn, type SignInProvider } from "./sign-in-provider.js";

/** What a provider of OpenID Connect adds to the protocol. */
export interface OpenIdProvider {
  readonly id: string;
  readonly label: string;
  readonly scope: string;
  /** Parameters of the authorization request besides those of the protocol. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Values of `prompt` for a choice among accounts and for a fresh authentication; by default those of Entra. */
  readonly prompts?: (config: client.Configuration) => Prompts;
  /** Whether accounts of other tenants bring tokens of another issuer, as with Entra ID. */
  readonly hasTenants?: boolean;
  /** Asks for the metadata and checks it. */
  readonly discover: () => Promise<client.Configuration>;
  /** The person of an answer whose id_token is verified: signature, issuer, audience, times and nonce. */
  readonly personOf: (tokens: Tokens, config: client.Configuration) => SignedIn | Promise<SignedIn>;
}

export interface Prompts {
  readonly chooseAccount?: string;
  readonly reauthenticate?: string;
}

export type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

/** A provider by the authorization code flow with PKCE, `state` and `nonce` (OpenID Connect Core, section 3.1). */
export function openIdSignIn(provider: OpenIdProvider): SignInProvider {
  const { id, label, scope, parameters, prompts = () => PROMPTS, hasTenants = false, personOf } = provider;
  const configuration = onceUntilFailure(provider.discover);

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
      const known = prompts(config);
      const prompt = reauthenticate === true ? known.reauthenticate : chooseAccount && known.chooseAccount;
      const to = client.buildAuthorizationUrl(config, {
        ...parameters,
        redirect_uri: redirectUri,
        scope,
        state: keep.state,
        nonce: keep.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(keep.verifier),
        code_challenge_method: "S256",
        ...(typeof prompt === "string" && { prompt }),
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
      try {
        const tokens = await client.authorizationCodeGrant(config, callback, {
          ...checks,
          idTokenExpected: true,
        });
        return await personOf(tokens, config);
      } catch (error) {
        throw refusalOf(error, hasTenants);
      }
    },

    async signOutUrl({ postLogoutRedirectUri }: { readonly postLogoutRedirectUri: string }) {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(config, { post_logout_redirect_uri: postLogoutRedirectUri });
    },
  });
}

const PROMPTS: Prompts = { chooseAccount: "select_account", reauthenticate: "login" };
