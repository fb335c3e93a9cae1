import type { ApisOptions, PathOptions } from "./apis.js";
import type { BadCredentialsOptions } from "./bad-credentials.js";
import type { ClientCertificatesOptions } from "./client-certificates.js";
import type { ClientOptions } from "./clients.js";
import type { CountingOptions } from "./counters.js";
import type { EntraOptions } from "./entra.js";
import type { IssuersOptions } from "./issuers.js";
import type { OriginOptions } from "./origins.js";
import type { PoliciesOptions } from "./policies.js";
import type { ProductsOptions } from "./products.js";
import type { ResponseOptions } from "./responses.js";
import type { SeamOptions } from "./seams.js";
import type { SubscriptionKeyOptions } from "./subscription-keys.js";
import type { SubscriptionsOptions } from "./subscriptions.js";
import type { TokenKeyOptions } from "./token-keys.js";
import type { TokenOptions } from "./tokens.js";
import type { UpgradesOptions } from "./upgrades.js";

export type { CertificateIdentity } from "./certificate-identity.js";
export type { CheckHeaderOptions } from "./check-header.js";
export type { ClientCertificateOptions } from "./client-certificate.js";
export type { ForwardedCertificateOptions } from "./client-certificates.js";
export type { IpFilterOptions } from "./ip-filter.js";
export type { ApiOptions, OperationOptions } from "./apis.js";
export type { CountersOptions } from "./counters.js";
export type { CustomPolicyOptions } from "./custom.js";
export type { CloudName, TokenVersion } from "./entra.js";
export type { IssuerOptions } from "./issuers.js";
export type {
  ApiCallRate,
  ApiVolume,
  CallRate,
  IncrementCondition,
  KeyedCount,
  LimitHeaders,
  QuotaByKeyOptions,
  QuotaOptions,
  RateAlgorithm,
  RateLimitByKeyOptions,
  RateLimitOptions,
  Volume,
} from "./limits.js";
export type { AccessPolicies, PlacePolicies, ProductPolicies } from "./policies.js";
export type { EntraIssuerOptions, ValidateJwtOptions } from "./validate-jwt.js";
export type { ProductOptions } from "./products.js";
export type { SigningKeyOptions } from "./token-keys.js";
export type { TokenSource, TokenSourceOptions } from "../request/token-source.js";
export type { UpgradeOptions } from "./upgrades.js";

/** Products and APIs: what `update` replaces at run time. */
export interface CatalogOptions<P extends string = string, A extends string = never>
  extends ProductsOptions<P>, ApisOptions<P, A>, PoliciesOptions {}

/**
 * Options of `productAuth`. They are checked once, all problems together, and never written to. Each option belongs to
 * one subject, whose file holds its type, its form, its checks and its settling.
 */
export interface ProductAuthOptions<P extends string = string, A extends string = never>
  extends
    CatalogOptions<P, A>,
    PathOptions,
    EntraOptions,
    IssuersOptions,
    TokenOptions,
    TokenKeyOptions,
    SubscriptionsOptions<P, A>,
    SubscriptionKeyOptions,
    ClientOptions,
    ClientCertificatesOptions,
    ResponseOptions,
    OriginOptions,
    UpgradesOptions,
    CountingOptions,
    BadCredentialsOptions,
    SeamOptions {}

/** Options whatever their products and APIs are called. */
export type AnyOptions = ProductAuthOptions<string, string>;
