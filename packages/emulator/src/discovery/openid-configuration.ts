import { issuerOf, tokenUrlOf } from "../authority.js";
import type { Members } from "../tokens/compact-jws.js";

/** Which discovery document is asked for. */
export interface ConfigurationRequest {
  readonly origin: string;
  /** Origin of the issuer. */
  readonly issuerOrigin: string;
  /** Tenant id, or `common` or `organizations`. */
  readonly tenant: string;
  readonly version: 1 | 2;
  /** Carried on to `jwks_uri`, for applications with their own signing key. */
  readonly appId?: string;
}

/** The discovery document, field for field as Entra writes it ("OpenID Connect on the Microsoft identity platform"). */
export function openIdConfiguration(request: ConfigurationRequest): Members {
  const { origin, issuerOrigin, tenant, version } = request;
  const alias = tenant === "common" || tenant === "organizations";
  const base = `${origin}/${tenant}`;
  const oauth = version === 2 ? `${base}/oauth2/v2.0` : `${base}/oauth2`;
  const query = request.appId === undefined ? "" : `?appid=${encodeURIComponent(request.appId)}`;
  const keys = version === 2 ? `${base}/discovery/v2.0/keys` : `${origin}/common/discovery/keys`;
  return {
    token_endpoint: tokenUrlOf(origin, tenant, version),
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: keys + query,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    ...(version === 2 ? versionTwo : versionOne),
    issuer: issuerOf(issuerOrigin, alias ? "{tenantid}" : tenant, version), // a template where any tenant may sign in
    ...(version === 1 ? { microsoft_multi_refresh_token: true } : { request_uri_parameter_supported: false }),
    authorization_endpoint: `${oauth}/authorize`,
    device_authorization_endpoint: `${oauth}/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${oauth}/logout`,
    ...(version === 1 ? { check_session_iframe: `${oauth}/checksession` } : {}),
    userinfo_endpoint: version === 2 ? `${origin}/oidc/userinfo` : `${base}/openid/userinfo`,
    kerberos_endpoint: `${base}/kerberos`,
    ...(version === 2
      ? {
          mtls_endpoint_aliases: { token_endpoint: `${oauth}/token` },
          tls_client_certificate_bound_access_tokens: true,
        }
      : {}),
    tenant_region_scope: alias ? null : "NA",
    cloud_instance_name: "microsoftonline.com",
    cloud_graph_host_name: "graph.windows.net",
    msgraph_host: "graph.microsoft.com",
    rbac_url: "https://pas.windows.net",
  };
}

const shared =
  "sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr";

const versionTwo = {
  response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
  scopes_supported: ["openid", "profile", "email", "offline_access"],
  claims_supported: `${shared} nonce preferred_username name tid ver at_hash c_hash email`.split(" "),
};

const versionOne = {
  response_types_supported: ["code", "id_token", "code id_token", "token id_token", "token"],
  scopes_supported: ["openid"],
  claims_supported: `${shared} amr nonce email given_name family_name nickname`.split(" "),
};
