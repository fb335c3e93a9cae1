import { discoverIssuer } from "./discover-issuer.js";
import { clientAuthenticationOf } from "./entra-credential.js";
import { settleEntraExternalId, type EntraExternalIdOptions } from "./entra-external-id-options.js";
import { ENTRA_REQUEST } from "./entra-id.js";
import { personOf } from "./entra-person.js";
import { openIdSignIn } from "./open-id-sign-in.js";
import type { SignInProvider } from "./sign-in-provider.js";

/**
 * Sign-in with Microsoft Entra External ID in an external tenant, whose user flow lets people sign up. API Management cannot use
 * such a tenant. Register the portal there as an application of the platform "Web" with the redirect address
 * `{publicUrl}/signin/{id}/callback`. Throws a `ConfigurationError` that lists every problem.
 */
export function entraExternalId(options: EntraExternalIdOptions): SignInProvider {
  const { id, label, tenantId, clientId, credential, metadata, issuer, fetch } =
    settleEntraExternalId(options);
  const tenants = new Set([tenantId]);
  return openIdSignIn({
    id,
    label,
    ...ENTRA_REQUEST,
    async discover() {
      const config = await discoverIssuer({
        // Endpoints are at `{subdomain}.ciamlogin.com`, the issuer at `{tenantId}.ciamlogin.com`: openid-client would refuse that.
        server: metadata,
        isPlain: metadata.protocol === "http:",
        clientId,
        authentication: await clientAuthenticationOf(credential),
        fetch,
      });
      if (config.serverMetadata().issuer !== issuer)
        throw new Error(`The metadata at ${metadata.href} names another issuer than ${issuer}`);
      return config;
    },
    // The keys at this address are those of the tenant alone.
    personOf: (tokens) => personOf(tokens.claims(), { tenants, rolesFrom: tenants, issuerOf: () => issuer }),
  });
}
