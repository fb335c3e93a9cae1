import type { Members } from "../tokens/compact-jws.js";

/** Instance discovery, with which MSAL asks whether it may trust a host; this one knows itself only. */
export function instanceDiscovery(origin: string, tenantId: string): Members {
  const { host } = new URL(origin);
  return {
    tenant_discovery_endpoint: `${origin}/${tenantId}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
