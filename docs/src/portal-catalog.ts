import type { ExpressProductAuth } from "@product-auth/express";

/** One line per product that a visitor without a group sees. */
export function listProducts(auth: ExpressProductAuth): readonly string[] {
  // #region catalog
  const { products } = auth.catalog;
  const shown = [...products.values()].filter(
    ({ state, groups }) => state === "published" && groups === undefined,
  );
  const lines = shown.map(({ displayName, apis, limits }) => {
    const rates = limits.map(({ limit, renewalPeriod }) => `${limit} calls in ${renewalPeriod} seconds`);
    return `${displayName}: ${[...apis, ...rates].join(", ")}`;
  });
  // #endregion catalog
  return lines;
}
