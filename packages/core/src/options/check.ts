import type { Problem } from "../lib/errors.js";
import { apisForms, apisProblems, fileApisForms, pathForms } from "./apis.js";
import { badCredentialsForms } from "./bad-credentials.js";
import { clientApplicationForm, clientForms, clientProblems } from "./clients.js";
import type { CheckedApis } from "./checked-apis.js";
import { customProblems } from "./settle-custom.js";
import { entraForms, entraProblems } from "./entra.js";
import { countingForms } from "./counters.js";
import type { CounterKind } from "../policies/limits/counter-store.js";
import { clientCertificatesForms, clientCertificatesProblems } from "./client-certificates.js";
import { connectionProblems } from "./connection-policies.js";
import { formProblems } from "./form-problems.js";
import { anyObject, anyText, list, object, optional, type ObjectForm } from "./forms.js";
import { entryMap, problemsIn, type Given } from "./given.js";
import { issuersForms, issuersProblems, namesIssuer } from "./issuers.js";
import type { AnyOptions, CatalogOptions } from "./options.js";
import { originForms, originProblems } from "./origins.js";
import {
  acceptsToken,
  givenProducts,
  fileProductsForms,
  productsForms,
  productsProblems,
} from "./products.js";
import { emptyPolicies } from "./empty-policies.js";
import { tokenPoliciesAt } from "./given-token-policies.js";
import { limitProblemsIn, sharedCounterProblems } from "./limit-problems.js";
import { filePoliciesForms, policiesForms } from "./policies.js";
import { policyHolders, type PolicyHolders } from "./policy-holders.js";
import { tokenPolicyProblems, type PolicySurroundings } from "./token-policy-problems.js";
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
  ...policiesForms,
  ...clientCertificatesForms,
  ...pathForms,
  ...subscriptionsForms,
  ...subscriptionKeyForms,
  ...clientForms,
  ...originForms,
  ...upgradesForms,
  ...responseForms,
  ...countingForms,
  ...badCredentialsForms,
  ...seamForms,
});

/** What a catalog file may hold. */
export const catalogForm: ObjectForm = object<CatalogFileOptions>({
  $schema: optional(anyText),
  ...fileProductsForms,
  ...fileApisForms,
  ...filePoliciesForms,
  subscriptions: optional(list(subscriptionForm, "a list of subscriptions")),
  clientApplications: optional(list(clientApplicationForm, "a list of client applications")),
  // Its content is the matter of provisioning: a mistake there must not stop an API.
  provision: optional(anyObject("an object with instance and clients")),
});

type CatalogFileOptions = CatalogOptions<string, string> &
  Pick<AnyOptions, "subscriptions" | "clientApplications"> & {
    readonly $schema?: string;
    readonly provision?: object;
  };

/**
 * Everything that is wrong with the options: their form, and what they say. `trustsClaims`: the application verifies
 * signatures itself. `checked`: APIs that were checked one by one.
 */
export function problemsOf(
  options: unknown,
  trustsClaims = false,
  checked?: CheckedApis,
): readonly Problem[] {
  const { problems, wrong } = formProblems(withoutChecked(options, checked), optionsForm);
  const given: Given<AnyOptions> = {
    options: options as AnyOptions,
    wrong,
    ...(checked !== undefined && { checked }),
  };
  const products = givenProducts(given);
  const takesTokens = products.sound.some(([, product]) => acceptsToken(product));
  return [
    ...problems,
    ...entraProblems(given, takesTokens && !namesIssuer(given.options)),
    ...issuersProblems(given, products.names),
    ...tokenKeyProblems(given),
    ...productsProblems(products, given),
    ...apisProblems(given, products),
    ...policiesProblems(given, surroundingsOf(given, trustsClaims), kindsOf(given)),
    ...connectionPoliciesProblems(given),
    ...clientCertificatesProblems(given),
    ...clientProblems(given, products.names),
    ...subscriptionsProblems(given, products),
    ...subscriptionKeyProblems(given, takesTokens),
    ...tokenProblems(given),
    ...responseProblems(given),
    ...originProblems(given),
    ...upgradesProblems(given),
  ];
}

/**
 * Everything that is wrong with a catalog by itself; what depends on other options is found when it is used. `kinds`: what
 * the store of counters keeps; default: all. `checked`: APIs that were checked one by one.
 */
export function problemsOfCatalog(
  catalog: unknown,
  kinds?: readonly CounterKind[],
  checked?: CheckedApis,
): readonly Problem[] {
  const { problems, wrong } = formProblems(withoutChecked(catalog, checked), catalogForm);
  const given: Given<AnyOptions> = {
    options: catalog as AnyOptions,
    wrong,
    ...(checked !== undefined && { checked }),
  };
  const products = givenProducts(given);
  return [
    ...problems,
    ...productsProblems(products, given),
    ...apisProblems(given, products),
    ...policiesProblems(given, "in a file", kinds),
    ...policyHolders(given).flatMap((holder) => connectionProblems(holder, "in a file")),
    ...clientProblems(given, products.names),
    // Without a list there may be a store.
    ...subscriptionsProblems(given, products).filter(({ path }) => path !== "subscriptions"),
  ];
}

/** What is wrong with the policies; token policies are not checked while the form of the surroundings is wrong. */
function policiesProblems(
  given: Given<PolicyHolders>,
  surroundings: PolicySurroundings | "in a file" | undefined,
  kinds?: readonly CounterKind[],
): readonly Problem[] {
  const holders = policyHolders(given);
  const instance = holders.find(({ place }) => place === "global")?.policies;
  const catalog = { products: entryMap(given, "products"), apis: entryMap(given, "apis"), instance };
  return [
    ...holders.flatMap(emptyPolicies),
    ...(surroundings === undefined
      ? []
      : holders
          .flatMap(tokenPoliciesAt)
          .flatMap((policy) => tokenPolicyProblems(policy, catalog, surroundings))),
    ...holders.flatMap(limitProblemsIn(catalog, kinds)),
    ...holders.flatMap(customProblems),
    ...sharedCounterProblems(holders),
  ];
}

// Where certificates come from is not known while its form is wrong: that problem comes first.
function connectionPoliciesProblems(given: Given<AnyOptions>): readonly Problem[] {
  return problemsIn(given, ["clientCertificates"], ({ clientCertificates }) =>
    policyHolders(given).flatMap((holder) =>
      connectionProblems(holder, clientCertificates === undefined ? {} : { clientCertificates }),
    ),
  );
}

function surroundingsOf(given: Given<AnyOptions>, trustsClaims: boolean): PolicySurroundings | undefined {
  let found: PolicySurroundings | undefined;
  problemsIn(
    given,
    ["issuers", "issuer", "tenantId", "tokenSource", "subscriptionKeyParameterNames"],
    ({ subscriptionKeyParameterNames: keyNames = {}, ...options }) => {
      found = { options: definedOf(options), keyNames, trustsClaims, kinds: kindsOf(given) };
      return [];
    },
  );
  return found;
}

/** The kinds of counters that the store keeps; undefined: all. */
function kindsOf(given: Given<AnyOptions>): readonly CounterKind[] | undefined {
  let kinds: readonly CounterKind[] | undefined;
  problemsIn(given, ["counters"], ({ counters }) => {
    kinds = counters?.store?.kinds;
    return [];
  });
  return kinds;
}

// The form of the others only. An API that was checked was in an object.
function withoutChecked(options: unknown, checked: CheckedApis | undefined): unknown {
  if (checked === undefined) return options;
  const { apis, ...rest } = options as AnyOptions;
  return { ...rest, ...(apis !== undefined && { apis: checked.others(apis) }) };
}

/** The options without members that are explicitly undefined, which are the same as absent ones. */
export const definedOf = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
