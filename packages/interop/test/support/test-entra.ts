import { startEntra, type Entra, type EntraOptions } from "@product-auth/emulator";

/** An emulator with a product of each token version; the client `contoso` holds their roles. */
export function startTestEntra(
  options: EntraOptions = {},
  certificates: readonly string[] = [],
): Promise<Entra> {
  return startEntra({
    products: { starter: {}, classic: { requestedAccessTokenVersion: 1 } },
    clients: { contoso: { products: ["starter", "classic"], certificates: [...certificates] } },
    ...options,
  });
}

/** What the API answers to `contoso`; `proof` is "1" for a secret and "2" for a certificate. */
export function welcome(entra: Entra, product: string, proof: "1" | "2"): object {
  return { status: 200, body: { product, client: entra.clients["contoso"]!.appId, proof } };
}
