import { createProductAuth, type ProductAuth, type ProductAuthOptions } from "#src/index.js";
import { startEntra, type Entra } from "@product-auth/emulator";

/** An issuer on this machine that knows starter and pro, and a client that holds the roles of both. */
export const startIssuer = (): Promise<Entra> =>
  startEntra({
    products: { starter: {}, pro: { scopes: ["Orders.Read"] } },
    clients: { contoso: { products: ["starter", "pro"] } },
  });

/** Keys of the subscriptions below. */
export const KEYS = { contoso: "s3cret-contoso", ended: "s3cret-ended" } as const;

/** An instance that trusts this issuer: starter takes tokens, pro takes tokens and keys. */
export function authFor(
  { tenantId, origin, products }: Entra,
  more: Partial<ProductAuthOptions<"starter" | "pro">> = {},
): ProductAuth<"starter" | "pro"> {
  return createProductAuth({
    tenantId,
    authorityHost: origin,
    products: {
      starter: { displayName: "Starter", audience: products["starter"]!.audience },
      pro: { displayName: "Pro", audience: products["pro"]!.audience, accepts: ["token", "key"] },
    },
    subscriptions: [
      { id: "contoso-pro", scope: "/products/pro", primaryKey: KEYS.contoso },
      { id: "ended-pro", scope: "/products/pro", primaryKey: KEYS.ended, endDate: "2020-01-01" },
    ],
    ...more,
  });
}

/** Header fields of a request with these credentials. */
export const presenting = (token?: string, key?: string): Record<string, string> => ({
  host: "api.example.com",
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(key !== undefined && { "ocp-apim-subscription-key": key }),
});
