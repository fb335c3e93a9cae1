import type { AnswerSettings } from "../answer/answer.js";
import type { Catalog } from "../catalog/catalog.js";
import type { DecisionSettings } from "../decision/decision.js";
import type { TokenSettings } from "../evidence/tokens/signed-token-validator.js";
import { ConfigurationError } from "../lib/errors.js";
import { isAuthorization } from "../request/token-place.js";
import type { PathSettings } from "../rules/rule-book.js";
import { settleApis, settlePaths } from "./apis.js";
import { settleBadCredentials, type BadCredentialsSettings } from "./bad-credentials.js";
import type { CheckedApis } from "./checked-apis.js";
import { definedOf, problemsOf } from "./check.js";
import { settleClients, type ClientSettings } from "./clients.js";
import { settleCounting, type CountingSettings } from "./counters.js";
import { settleClientCertificates } from "./client-certificates.js";
import type { CertificateSettings } from "../policies/connection/certificate-source.js";
import { settleEntra } from "./entra.js";
import { settleIssuers } from "./issuers.js";
import { lookupsOf } from "../operators/lookups-of.js";
import type { AnyOptions, ProductAuthOptions } from "./options.js";
import { settleOrigins } from "./origins.js";
import { rulePolicies } from "./rule-policies.js";
import { settleInstancePolicies, settlePolicies } from "./settle-policies.js";
import type { CatalogPolicies } from "../policies/placed-policies.js";
import { settleProducts } from "./products.js";
import { settleResponses, type ResponseSettings } from "./responses.js";
import { settleSeams, type SeamSettings } from "./seams.js";
import { keyPlaceOf, settleSubscriptionKeys, type KeyParameterNames } from "./subscription-keys.js";
import { settleSubscriptions, type SubscriptionSettings } from "./subscriptions.js";
import { settleTokenKeys } from "./token-keys.js";
import { settleTokens } from "./tokens.js";
import { settleUpgrades, type UpgradeSettings } from "./upgrades.js";

/** The options, settled once: every default filled in, every problem excluded, frozen. No member is optional. */
export interface Settings<P extends string = string>
  extends
    Catalog<P>,
    PathSettings,
    DecisionSettings,
    Omit<AnswerSettings, "cache">,
    TokenSettings,
    SubscriptionSettings,
    ClientSettings,
    ResponseSettings,
    SeamSettings,
    CountingSettings,
    BadCredentialsSettings {
  /** Peppers of subscription keys, the current one first; "" for none. */
  readonly peppers: readonly string[];
  readonly upgrades: UpgradeSettings;
  readonly policies: CatalogPolicies;
  /** Where client certificates come from. */
  readonly certificates: CertificateSettings;
}

/** Checks and settles the options, or throws one `ConfigurationError` that lists every problem. */
export function settle<P extends string>(given: ProductAuthOptions<P>, trustsClaims = false): Settings<P> {
  const { products, apis, policies } = settleCatalog(given, trustsClaims);
  const options = given as AnyOptions;
  const seams = settleSeams(options);
  const { source, maxTokenLength, ...tokens } = settleTokens(options);
  const { decryptionKeys, ...keys } = settleTokenKeys(options);
  const { peppers, keyNames } = settleSubscriptionKeys(options);
  const { origins } = settleOrigins(options);
  const subscriptions = settleSubscriptions(options, {
    peppers,
    clock: seams.clock,
    observer: lookupsOf("subscriptions", seams.telemetry),
  });
  const issuers = settleIssuers(options, {
    entra: settleEntra(options),
    decryptionKeys,
    products: [...products.values()],
  });
  return Object.freeze({
    ...seams,
    ...tokens,
    ...keys,
    ...subscriptions,
    ...settleCounting(options),
    ...settleBadCredentials(options),
    ...settlePaths(options, options.apis),
    ...settleClients(options, {
      ttl: subscriptions.subscriptionTtl,
      max: subscriptions.mostRemembered,
      timeout: subscriptions.storeTimeout,
      clock: seams.clock,
      observer: lookupsOf("clients", seams.telemetry),
    }),
    ...settleResponses(options, { issuers: issuers.names, tokenSource: source }),
    products,
    apis,
    policies,
    issuers,
    certificates: settleClientCertificates(options),
    peppers,
    sources: Object.freeze({ maxTokenLength, token: source, origins, key: keyPlaceOf(keyNames) }),
    tokenElsewhere: !isAuthorization(source),
    upgrades: settleUpgrades(options, { origins }),
  });
}

/**
 * Checks all options and settles products and APIs alone: nothing is opened or made that would have to be closed. `checked`:
 * APIs that `checkApis` has checked and settled.
 */
export function settleCatalog<P extends string>(
  given: ProductAuthOptions<P>,
  trustsClaims = false,
  checked?: CheckedApis,
): Catalog<P> & Pick<Settings, "policies"> {
  const problems = problemsOf(given, trustsClaims, checked);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const options = given as AnyOptions;
  const { keyNames } = settleSubscriptionKeys(options);
  // The names of products are P: `settleProducts` takes them from the options.
  return {
    products: settleProducts(options),
    apis: settleApis(options, keyNames, checked),
    policies: policiesOf(options, keyNames, trustsClaims, checked),
  } as Catalog<P> & Pick<Settings, "policies">;
}

function policiesOf(
  given: AnyOptions,
  keyNames: KeyParameterNames,
  trustsClaims: boolean,
  checked: CheckedApis | undefined,
): CatalogPolicies {
  const options = definedOf(given);
  settleInstancePolicies(options);
  const { source, clockTolerance } = settleTokens(options);
  const defaults = { ...options, source, clockTolerance };
  const catalog = {
    products: new Map(Object.entries(options.products)),
    apis: new Map(Object.entries(options.apis ?? {})),
    instance: options.policies,
  };
  return settlePolicies(
    options,
    defaults,
    rulePolicies(
      catalog,
      { options, keyNames, trustsClaims, kinds: options.counters?.store?.kinds },
      defaults,
    ),
    checked,
  );
}
