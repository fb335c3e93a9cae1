import type { Problem } from "../lib/errors.js";
import { apisForms, apisProblems, pathForms } from "./apis.js";
import { clientApplicationForm, clientForms, clientProblems } from "./clients.js";
import { entraForms, entraProblems } from "./entra.js";
import { formProblems } from "./form-problems.js";
import { anyText, list, object, optional, type ObjectForm } from "./forms.js";
import type { Given } from "./given.js";
import { issuersForms, issuersProblems, namesIssuer } from "./issuers.js";
import type { AnyOptions, CatalogOptions } from "./options.js";
import { originForms, originProblems } from "./origins.js";
import { acceptsToken, givenProducts, productsForms, productsProblems } from "./products.js";
import { responseForms, responseProblems } from "./responses.js";
import { seamForms } from "./seams.js";
import { subscriptionKeyForms, subscriptionKeyProblems } from "./subscription-keys.js";
import { subscriptionForm, subscriptionsForms, subscriptionsProblems } from "./subscriptions.js";
import { tokenKeyForms, tokenKeyProblems } from "./token-keys.js";
import { tokenForms, tokenProblems } from "./tokens.js";
import { upgradesForms, upgradesProblems } from "./upgrades.js";

/** What the options may hold. */
export const optionsForm: ObjectForm = object<AnyOptions>({
  ...entraForms,
  ...issuersForms,
  ...tokenKeyForms,
  ...tokenForms,
  ...productsForms,
  ...apisForms,
  ...pathForms,
  ...subscriptionsForms,
  ...subscriptionKeyForms,
  ...clientForms,
  ...originForms,
  ...upgradesForms,
  ...responseForms,
  ...seamForms,
});

/** What a catalog file may hold. */
export const catalogForm: ObjectForm = object<CatalogFileOptions>({
  $schema: optional(anyText),
  ...productsForms,
  ...apisForms,
  subscriptions: optional(list(subscriptionForm, "a list of subscriptions")),
  clientApplications: optional(list(clientApplicationForm, "a list of client applications")),
});

type CatalogFileOptions = CatalogOptions<string, string> &
  Pick<AnyOptions, "subscriptions" | "clientApplications"> & { readonly $schema?: string };

/** Everything that is wrong with the options: their form, and what they say. */
export function problemsOf(options: unknown): readonly Problem[] {
  const { problems, wrong } = formProblems(options, optionsForm);
  const given: Given<AnyOptions> = { options: options as AnyOptions, wrong };
  const products = givenProducts(given);
  const takesTokens = products.sound.some(([, product]) => acceptsToken(product));
  return [
    ...problems,
    ...entraProblems(given, takesTokens && !namesIssuer(given.options)),
    ...issuersProblems(given, products.names),
    ...tokenKeyProblems(given),
    ...productsProblems(products, given),
    ...apisProblems(given, products),
    ...clientProblems(given, products.names),
    ...subscriptionsProblems(given, products),
    ...subscriptionKeyProblems(given, takesTokens),
    ...tokenProblems(given),
    ...responseProblems(given),
    ...originProblems(given),
    ...upgradesProblems(given),
  ];
}

/** Everything that is wrong with a catalog by itself; what depends on other options is found when it is used. */
export function problemsOfCatalog(catalog: unknown): readonly Problem[] {
  const { problems, wrong } = formProblems(catalog, catalogForm);
  const given: Given<AnyOptions> = { options: catalog as AnyOptions, wrong };
  const products = givenProducts(given);
  return [
    ...problems,
    ...productsProblems(products, given),
    ...apisProblems(given, products),
    ...clientProblems(given, products.names),
    // Without a list there may be a store.
    ...subscriptionsProblems(given, products).filter(({ path }) => path !== "subscriptions"),
  ];
}
