import { clientsIn } from "./catalog-part.js";
import type { TriedClient } from "./instance/check-tokens.js";

/** A client with its name and its products in the catalog. */
export function clientIn(
  catalog: unknown,
  { id, secret }: { readonly id: string; readonly secret: string | undefined },
): TriedClient {
  const entry = clientsIn(catalog).find(
    ([, { applicationId }]) => typeof applicationId === "string" && applicationId.toLowerCase() === id,
  );
  if (entry === undefined) return { id, secret, name: undefined, products: undefined };
  const [name, { products }] = entry;
  const named = Array.isArray(products) ? products.filter((one) => typeof one === "string") : [];
  return { id, secret, name, products: named };
}
