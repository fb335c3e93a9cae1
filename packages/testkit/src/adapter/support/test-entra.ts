import { startEntra, type Entra, type EntraOptions } from "@product-auth/emulator";

/**
 * An emulator with three products: `starter` and `pro` with version 2 tokens and delegated scopes, `classic` with
 * version 1 tokens. The client `contoso` holds all their roles, `stranger` none.
 */
export function startTestEntra(options: EntraOptions = {}): Promise<Entra> {
  return startEntra({
    products: {
      starter: { scopes: ["Orders.Read"] },
      pro: { scopes: ["Orders.Write"] },
      classic: { requestedAccessTokenVersion: 1 },
    },
    clients: { contoso: { products: ["starter", "pro", "classic"] }, stranger: {} },
    ...options,
  });
}

/** Gets a token the way a client does: client credentials, posted to the token endpoint. */
export async function requestToken(entra: Entra, client: string, product: string): Promise<string> {
  const { appId, secret } = entra.clients[client]!;
  const response = await fetch(entra.tokenUrl, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: appId,
      client_secret: secret,
      scope: `${entra.products[product]!.audience}/.default`,
    }),
  });
  const body = (await response.json()) as { access_token?: string; error_description?: string };
  if (body.access_token === undefined) throw new Error(body.error_description ?? `status ${response.status}`);
  return body.access_token;
}
