import type { ProvisionCatalog } from "../options/provision-catalog.js";
import { roleIdOf, uniqueNameOf } from "./names.js";
import { tagsOf } from "./tags.js";
import type { WantedApplication } from "./wanted-application.js";

/** What a catalog asks for. */
export interface Wanted {
  readonly instance: string;
  /** In the order of the catalog. */
  readonly products: readonly WantedProduct[];
  readonly clients: readonly WantedApplication[];
}

/** The application of a product. */
export type WantedProduct = WantedApplication & { readonly role: NonNullable<WantedApplication["role"]> };

/** The registrations that a catalog asks for: products that accept tokens and have a role, and the clients. */
export function wantedOf(catalog: ProvisionCatalog): Wanted {
  const instance = catalog.provision?.instance ?? "default";
  const products = Object.entries(catalog.products).flatMap(([name, product]): WantedProduct[] => {
    const { accepts = ["token"], role, audience, displayName = capitalised(name) } = product;
    if (!accepts.includes("token") || role === false) return [];
    const named = namedIn([audience ?? []].flat());
    return [
      {
        kind: "product",
        name,
        at: `products.${name}`,
        uniqueName: uniqueNameOf(instance, "product", name),
        displayName: `${PRODUCT_PREFIX}${displayName}`,
        tags: tagsOf(instance, "product", name),
        role: {
          id: roleIdOf(instance, name),
          value: role ?? `Product.${displayName}.All`,
          description: roleDescription(displayName),
        },
        products: [],
        ...(named !== undefined && { named }),
      },
    ];
  });
  const clients = Object.entries(catalog.provision?.clients ?? {}).map(
    ([name, client]): WantedApplication => {
      const { displayName = name, products, ownerId, applicationId } = client;
      return {
        kind: "client",
        name,
        at: `clients.${name}`,
        uniqueName: uniqueNameOf(instance, "client", name),
        displayName: `APIMApplication${displayName}`,
        tags: tagsOf(instance, "client", name, ownerId),
        description: `Client application ${displayName}, registered by Product Auth.`,
        products: [...new Set(products)],
        ...(ownerId !== undefined && { ownerId }),
        ...(applicationId !== undefined && { named: applicationId.toLowerCase() }),
      };
    },
  );
  return { instance, products, clients };
}

/** What the name of a product's application begins with, as in API Management. */
export const PRODUCT_PREFIX = "APIMProductApplication";

/** The text of a product's app role that administrators read. */
export const roleDescription = (displayName: string): string =>
  `Calls the APIs of the product ${displayName}.`;

const capitalised = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** The application id in these audiences; otherwise the first audience; undefined without any. */
function namedIn(audiences: readonly string[]): string | undefined {
  return audiences.map(applicationIdIn).find((id) => id !== undefined) ?? audiences[0];
}

/** The application id of an audience, in lower case: `{guid}` or `api://{guid}`. */
export function applicationIdIn(audience: string): string | undefined {
  const found = /^(?:api:\/\/)?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\/?$/i.exec(audience);
  return found?.[1]?.toLowerCase();
}
