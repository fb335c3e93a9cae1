import * as client from "openid-client";
import type { Claims } from "./claims.js";
import { discoverIssuer } from "./discover-issuer.js";
import { settleOidc, type OidcAuthentication, type OidcOptions } from "./oidc-options.js";
import { isWhole, oidcPersonOf } from "./oidc-person.js";
import { openIdSignIn, type Prompts, type Tokens } from "./open-id-sign-in.js";
import { SignInError, type SignInProvider } from "./sign-in-provider.js";

/**
 * Sign-in with any issuer of OpenID Connect, such as Google, Okta, Auth0 or Keycloak: authorization code with PKCE. Register the
 * portal there as a confidential client with the redirect address `{publicUrl}/signin/{id}/callback`. Throws a
 * `ConfigurationError` that lists every problem.
 */
export function oidc(options: OidcOptions): SignInProvider {
  const settings = settleOidc(options);
  const { id, label, issuer, clientId, clientSecret, scope, prompts, fetch } = settings;

  async function discover(): Promise<client.Configuration> {
    const server = new URL(issuer);
    const authentication: client.ClientAuth = (metadata, ...rest) => {
      const chosen = settings.authentication ?? offered(metadata.token_endpoint_auth_methods_supported);
      const authenticate =
        chosen === "client_secret_post" ? client.ClientSecretPost : client.ClientSecretBasic;
      return authenticate(clientSecret)(metadata, ...rest);
    };
    const isPlain = server.protocol === "http:";
    const config = await discoverIssuer({ server, isPlain, clientId, authentication, fetch });
    // openid-client compares them as addresses; id_tokens name the issuer as the metadata does.
    const named = config.serverMetadata().issuer;
    if (named !== issuer) throw new Error(`The metadata names the issuer "${named}": write it exactly so`);
    return config;
  }

  return openIdSignIn({
    id,
    label,
    scope,
    discover,
    prompts: (config) => promptsOf(prompts ?? promptsIn(config)),
    async personOf(tokens, config) {
      const claims = tokens.claims();
      if (claims === undefined) throw new SignInError("id_token");
      const whole = isWhole(claims, settings) ? claims : { ...(await moreClaims(tokens, config)), ...claims };
      return oidcPersonOf(whole, settings);
    },
  });
}

/** The default of OpenID Connect Discovery is `client_secret_basic`. */
const offered = (methods: readonly string[] = ["client_secret_basic"]): OidcAuthentication =>
  methods.includes("client_secret_post") && !methods.includes("client_secret_basic")
    ? "client_secret_post"
    : "client_secret_basic";

function promptsIn(config: client.Configuration): readonly string[] {
  const listed = config.serverMetadata()["prompt_values_supported"];
  return Array.isArray(listed) ? (listed as readonly string[]) : ["login"];
}

function promptsOf(known: readonly string[]): Prompts {
  const first = (...wanted: readonly string[]) => wanted.find((value) => known.includes(value));
  const [chooseAccount, reauthenticate] = [
    first("select_account", "login"),
    first("login", "select_account"),
  ];
  return { ...(chooseAccount && { chooseAccount }), ...(reauthenticate && { reauthenticate }) };
}

/** The claims of the UserInfo endpoint, for the same `sub`: many issuers keep id_tokens small. */
async function moreClaims(tokens: Tokens, config: client.Configuration): Promise<Claims> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return {};
  return client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? "");
}
