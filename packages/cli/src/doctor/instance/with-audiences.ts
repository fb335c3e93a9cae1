import { randomUUID } from "node:crypto";
import type { ProductAuthOptions } from "@product-auth/core";
import { isRecord } from "./is-record.js";

/**
 * Options whose products all have an audience: those that are not registered yet get one that no token has, so that
 * everything else can be examined.
 */
export function withAudiences(options: ProductAuthOptions): {
  readonly options: ProductAuthOptions;
  readonly withoutAudience: readonly string[];
} {
  const given: unknown = options.products;
  if (!isRecord(given)) return { options, withoutAudience: [] }; // refused by core
  const lacking = Object.entries(given).filter(([, product]) => isRecord(product) && lacksAudience(product));
  const completed = lacking.map(([name, product]) => [
    name,
    { ...(product as object), audience: randomUUID() },
  ]);
  return {
    options: {
      ...options,
      products: { ...given, ...Object.fromEntries(completed) } as ProductAuthOptions["products"],
    },
    withoutAudience: lacking.map(([name]) => name),
  };
}

function lacksAudience({ accepts = ["token"], audience }: Readonly<Record<string, unknown>>): boolean {
  return audience === undefined && Array.isArray(accepts) && accepts.includes("token");
}
