import type { EntraConfig } from "./config.js";

/**
 * Starts an Entra-compatible issuer on this machine, and says how to get a token from it. For development only: it is a
 * development dependency, loaded when it is needed, and no part of a deployment.
 */
export async function startLocalEntra(): Promise<EntraConfig> {
  const { startEntra } = await import("@product-auth/emulator");
  const entra = await startEntra({
    products: { starter: {}, pro: { scopes: ["Orders.Write"] } },
    clients: { contoso: { products: ["starter", "pro"] } },
  });
  const { appId, secret } = entra.clients["contoso"]!;
  const { starter, pro } = entra.products as Record<"starter" | "pro", { audience: string }>;
  console.log(`Tokens come from an issuer on this machine, for development only:
  curl -s ${entra.tokenUrl} -d grant_type=client_credentials -d client_id=${appId} -d client_secret=${secret} -d scope=${starter.audience}/.default`);
  return {
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    audiences: { starter: starter.audience, pro: pro.audience },
  };
}
