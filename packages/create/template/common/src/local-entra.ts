// @only local
import type { EntraConfig } from "./config.js";

/**
 * Starts an Entra-compatible issuer on this machine, and says how to use it. For
 * development only: it is a development dependency, and no part of a deployment.
 */
// @if portal
export async function startLocalEntra(publicUrl: string): Promise<EntraConfig> {
// @else
export async function startLocalEntra(): Promise<EntraConfig> {
// @end
  const { startEntra } = await import("@product-auth/emulator");
  // @if tokens
  const { tenantId, origin, tokenUrl, products, clients } = await startEntra({
    products: { starter: {} },
    // @if portal
    clients: {
      contoso: { products: ["starter"] },
      portal: {
        redirectUris: { web: [`${publicUrl}/signin/entra/callback`] },
        logoutRedirectUris: [`${publicUrl}/signed-out`],
      },
    },
    users: { adele: { displayName: "Adele Vance" } },
    // @else
    clients: { contoso: { products: ["starter"] } },
    // @end
  });
  const audience = products["starter"]!.audience;
  const { appId, secret } = clients["contoso"]!;
  // @else
  const { tenantId, origin, clients } = await startEntra({
    clients: {
      portal: {
        redirectUris: { web: [`${publicUrl}/signin/entra/callback`] },
        logoutRedirectUris: [`${publicUrl}/signed-out`],
      },
    },
    users: { adele: { displayName: "Adele Vance" } },
  });
  // @end
  // @if portal
  const portal = clients["portal"]!;
  // @end
  // @if tokens
  console.log(`Tokens come from an issuer on this machine, for development only:
  curl -s ${tokenUrl} -d grant_type=client_credentials -d client_id=${appId} -d client_secret=${secret} -d scope=${audience}/.default`);
  // @else
  console.log("Users sign in at an issuer on this machine.");
  // @end
  return {
    tenantId,
    authorityHost: origin,
    // @if tokens
    audience,
    // @end
    // @if portal
    portal: { clientId: portal.appId, clientSecret: portal.secret },
    // @end
  };
}
