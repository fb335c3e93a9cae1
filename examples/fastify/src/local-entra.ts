import type { EntraConfig } from "./config.js";

/**
 * The embedded Entra-compatible issuer, for development on this machine. Loaded only when it is needed: it is a
 * development dependency and no part of a deployment.
 */
export async function startLocalEntra(): Promise<EntraConfig & { readonly help: string }> {
  const { startEntra } = await import("@product-auth/emulator");
  const entra = await startEntra({
    products: { starter: {}, pro: { scopes: ["Orders.Write"] } },
    clients: { contoso: { products: ["starter", "pro"] } },
  });
  const { appId, secret } = entra.clients["contoso"]!;
  const { starter, pro } = entra.products as Record<"starter" | "pro", { audience: string }>;
  return {
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    audiences: { starter: starter.audience, pro: pro.audience },
    help: `curl -s ${entra.tokenUrl} -d grant_type=client_credentials -d client_id=${appId} -d client_secret=${secret} -d scope=${starter.audience}/.default`,
  };
}
