import type { Problem } from "../lib/errors.js";
import type { ProductAuthOptions, ProductOptions } from "./options.js";
import { apiProblems } from "./check-apis.js";
import { clientProblems } from "./check-clients.js";
import { entraProblems } from "./check-entra.js";
import { issuerProblems } from "./check-issuers.js";
import { acceptsToken, productProblems } from "./check-products.js";
import { resourceProblems } from "./check-resource.js";
import { subscriptionProblems } from "./check-subscriptions.js";
import { catalogShapeProblems, shapeProblems } from "./shape-problems.js";

/** Everything that is wrong with the options: their form, and what they say. */
export function problemsOf(options: ProductAuthOptions): Problem[] {
  const shape = shapeProblems(options);
  const sound = soundness(shape);
  const products = sound("products") ? Object.entries<ProductOptions>(options.products) : [];
  const needsIssuer = products.some(([, product]) => acceptsToken(product));
  return [
    ...shape,
    ...(sound("tenantId", "allowedTenants", "authorityHost", "cloud", "externalId", "issuer")
      ? entraProblems(options, needsIssuer)
      : []),
    ...(sound("issuer", "jwksUri", "decryptionKeys", "products")
      ? issuerProblems(
          options,
          products.map(([name]) => name),
        )
      : []),
    ...(sound("products") ? productProblems(products, options) : []),
    ...(sound("apis", "products") ? apiProblems(options, products) : []),
    ...(sound("clientApplications", "products") ? clientProblems(options, products) : []),
    ...(sound("subscriptions", "products", "apis") ? subscriptionProblems(options, products) : []),
    ...(sound(
      "protectedResource",
      "failedValidation",
      "tokenSource",
      "subscriptionKey",
      "maxTokenLength",
      "signingKeys",
      "upgrades",
    )
      ? resourceProblems(options, needsIssuer)
      : []),
  ];
}

/** Everything that is wrong with a catalog by itself; what depends on other options is found when it is used. */
export function problemsOfCatalog(catalog: unknown): Problem[] {
  const shape = catalogShapeProblems(catalog);
  const sound = soundness(shape);
  const options = catalog as ProductAuthOptions;
  const products = sound("products") ? Object.entries<ProductOptions>(options.products) : [];
  return [
    ...shape,
    ...(sound("products") ? productProblems(products, options) : []),
    ...(sound("apis", "products") ? apiProblems(options, products) : []),
    ...(sound("clientApplications", "products") ? clientProblems(options, products) : []),
    // Without a list there may be a store.
    ...(sound("subscriptions", "products", "apis") && options.subscriptions !== undefined
      ? subscriptionProblems(options, products)
      : []),
  ];
}

// What has the wrong form is not read any further; everything else is.
const soundness =
  (shape: readonly Problem[]) =>
  (...paths: readonly string[]) =>
    paths.every(
      (path) => !shape.some((problem) => problem.path === "options" || problem.path.startsWith(path)),
    );
