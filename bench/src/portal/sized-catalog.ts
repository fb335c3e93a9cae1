import type { CatalogOptions } from "@product-auth/core";

export const APIS = 100;
export const PRODUCTS = 10;
const OPERATIONS = 10;

/** Ten products with a key or a token, a hundred APIs with ten operations each. Every API is in two products. */
export function sizedCatalog(): CatalogOptions {
  return {
    products: Object.fromEntries(numbers(PRODUCTS).map((at) => [productName(at), productAt(at)])),
    apis: Object.fromEntries(numbers(APIS).map((at) => [apiName(at), apiAt(at)])),
  };
}

export const productName = (at: number): string => `product-${at}`;
export const apiName = (at: number): string => `api-${at}`;
export const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

const productAt = (at: number) => ({
  displayName: `Product ${at}`,
  description: "Orders and reports, for applications in **production**.",
  audience: `api://00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
  role: "Caller",
  accepts: ["token", "key"] as const,
  rateLimit: { calls: 60, renewalPeriod: 60 },
});

const apiAt = (at: number) => ({
  displayName: `Interface ${at}`,
  description: `Lists, reads and creates things of kind ${at}.`,
  path: `things/${at}`,
  products: [productName(at % PRODUCTS), productName((at + 1) % PRODUCTS)],
  operations: Object.fromEntries(
    numbers(OPERATIONS).map((operation) => [
      `operation-${operation}`,
      {
        method: operation % 2 === 0 ? ("GET" as const) : ("POST" as const),
        urlTemplate: `/part-${operation}/{id}`,
        displayName: `Operation ${operation} of ${at}`,
      },
    ]),
  ),
});
