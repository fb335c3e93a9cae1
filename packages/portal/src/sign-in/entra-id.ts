import * as client from "openid-client";
import { discoverIssuer } from "./discover-issuer.js";
import { clientAuthenticationOf } from "./entra-credential.js";
import { settleEntraId, type EntraIdOptions } from "./entra-id-options.js";
import { personOf } from "./entra-person.js";
import { checkKeyIssuer, TENANT_TEMPLATE } from "./key-issuer.js";
import { openIdSignIn } from "./open-id-sign-in.js";
import type { SignInProvider } from "./sign-in-provider.js";

/** What Entra is asked for. A `form_post` would be a cross-site POST, which brings no `SameSite=Lax` cookie. */
export const ENTRA_REQUEST = {
  scope: "openid profile email",
  parameters: { response_mode: "query" },
} as const;

/**
 * Sign-in with Microsoft Entra ID, for the users and guests of one tenant, or for the users of several: authorization code with
 * PKCE. Register the portal as an application of the platform "Web" with the redirect address
 * `{publicUrl}/signin/{id}/callback`. Throws a `ConfigurationError` that lists every problem.
 */
export function entraId(options: EntraIdOptions): SignInProvider {
  const { id, label, tenants, isMultiTenant, rolesFrom, clientId, credential, authority, fetch } =
    settleEntraId(options);
  const issuerOf = (tenant: string) => `${authority}/${tenant}/v2.0`;
  const portal = { clientId, isPlain: authority.startsWith("http:") };

  async function discoverOne(): Promise<client.Configuration> {
    const server = new URL(issuerOf([...tenants][0] ?? ""));
    return discoverIssuer({
      ...portal,
      server,
      fetch,
      authentication: await clientAuthenticationOf(credential),
    });
  }

  async function discoverSeveral(): Promise<client.Configuration> {
    const several = issuerOf("organizations");
    const config = await discoverIssuer({
      ...portal,
      // At this address alone, openid-client puts the `tid` of an id_token into the issuer of the metadata.
      server: new URL(ORGANIZATIONS),
      fetch: redirecting(ORGANIZATIONS, several, fetch ?? globalThis.fetch),
      authentication: await clientAuthenticationOf(credential),
    });
    const { issuer } = config.serverMetadata();
    if (issuer !== issuerOf(TENANT_TEMPLATE))
      throw new Error(`The metadata of ${several} names another issuer`);
    return config;
  }

  return openIdSignIn({
    id,
    label,
    ...ENTRA_REQUEST,
    hasTenants: true,
    discover: isMultiTenant ? discoverSeveral : discoverOne,
    personOf(tokens, config) {
      const claims = tokens.claims();
      const person = personOf(claims, { tenants, rolesFrom, issuerOf });
      checkKeyIssuer(tokens.id_token, claims ?? {}, config);
      return person;
    },
  });
}

const ORGANIZATIONS = "https://login.microsoftonline.com/organizations/v2.0";

/** A `fetch` that asks below another address for what is below the first. */
function redirecting(from: string, to: string, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const url = input instanceof Request ? input.url : input.toString();
    return url.startsWith(`${from}/`) ? fetch(to + url.slice(from.length), init) : fetch(input, init);
  };
}
