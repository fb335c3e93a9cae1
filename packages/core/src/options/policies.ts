import { checkHeaderForm, type CheckHeaderOptions } from "./check-header.js";
import {
  clientCertificateForm,
  fileClientCertificateForm,
  type ClientCertificateOptions,
} from "./client-certificate.js";
import { customForm, type CustomPolicyOptions } from "./custom.js";
import * as form from "./forms.js";
import { ipFilterForm, type IpFilterOptions } from "./ip-filter.js";
import {
  quotaByKeyForms,
  quotaForm,
  rateLimitByKeyForms,
  rateLimitForm,
  type QuotaByKeyOptions,
  type QuotaOptions,
  type RateLimitByKeyOptions,
  type RateLimitOptions,
} from "./limits.js";
import { fileValidateJwtForm, validateJwtForm, type ValidateJwtOptions } from "./validate-jwt.js";

/**
 * What callers must satisfy besides presenting a credential. These policies may stand at every place: for everything, a
 * product, an API or an operation.
 */
export interface AccessPolicies {
  /** Addresses that may call, or that may not. */
  readonly ipFilter?: IpFilterOptions;
  /** Header fields that every request must have. */
  readonly checkHeader?: readonly CheckHeaderOptions[];
  /** A client certificate that every caller must present. */
  readonly clientCertificate?: ClientCertificateOptions;
  /** Tokens that must be presented besides the credential. Several are judged in order; all must pass. */
  readonly validateJwt?: ValidateJwtOptions | readonly ValidateJwtOptions[];
  /** Policies of the application, judged after tokens and before limits, in order. In code only. */
  readonly custom?: readonly CustomPolicyOptions[];
  /** Calls per time for each value of a key. Each counts by itself, unless it has a `counterName`. */
  readonly rateLimitByKey?: readonly RateLimitByKeyOptions[];
  /** Calls and bytes per period for each value of a key. */
  readonly quotaByKey?: readonly QuotaByKeyOptions[];
}

/** The policies of a rule. */
export type RulePolicies = Pick<AccessPolicies, "validateJwt" | "custom" | "rateLimitByKey">;

/** The policies of an API or an operation. */
export interface PlacePolicies extends AccessPolicies {
  /** Calls per time for each caller. */
  readonly rateLimit?: RateLimitOptions;
}

/** The policies of a product. */
export interface ProductPolicies extends PlacePolicies {
  /** Calls and bytes per period for each caller. */
  readonly quota?: QuotaOptions;
}

/** The options of a place without its policies, which are settled together: see `settle-policies.ts`. */
export function withoutPolicies<Options extends ProductPolicies>({
  ipFilter,
  checkHeader,
  clientCertificate,
  validateJwt,
  custom,
  rateLimit,
  rateLimitByKey,
  quota,
  quotaByKey,
  ...rest
}: Options): Omit<Options, keyof ProductPolicies> {
  form.settledElsewhere([ipFilter, checkHeader, clientCertificate]);
  form.settledElsewhere([validateJwt, custom, rateLimit, rateLimitByKey, quota, quotaByKey]);
  return rest;
}

/** Every kind of policy: a product may have all of them. */
export const POLICY_NAMES: readonly (keyof ProductPolicies)[] = [
  "ipFilter",
  "checkHeader",
  "clientCertificate",
  "validateJwt",
  "custom",
  "rateLimitByKey",
  "quotaByKey",
  "rateLimit",
  "quota",
] satisfies readonly (keyof ProductPolicies)[];

/** The policies of the whole instance. */
export interface PoliciesOptions {
  /**
   * Policies for every request that a guard admits, before those of its product, API and operation. An update without
   * `policies` keeps the current ones; `{}` removes them.
   */
  readonly policies?: AccessPolicies;
}

/** The forms of policies by the kind of place. */
export interface PolicyForms {
  readonly anywhere: form.FormsOf<AccessPolicies>;
  readonly atPlace: form.FormsOf<PlacePolicies>;
  readonly ofProduct: form.FormsOf<ProductPolicies>;
}

function formsWith(anywhere: form.FormsOf<AccessPolicies>): PolicyForms {
  const atPlace = { ...anywhere, rateLimit: form.optional(rateLimitForm) };
  return { anywhere, atPlace, ofProduct: { ...atPlace, quota: form.optional(quotaForm) } };
}

/** The forms of policies in the options of an instance. */
export const policyForms: PolicyForms = formsWith({
  ipFilter: form.optional(ipFilterForm),
  checkHeader: form.optional(checkHeaderForm),
  clientCertificate: form.optional(clientCertificateForm),
  validateJwt: validateJwtForm,
  custom: customForm,
  rateLimitByKey: rateLimitByKeyForms.inCode,
  quotaByKey: quotaByKeyForms.inCode,
});

/** The same in a catalog file, which is shared and kept: no functions, and no keys. */
export const filePolicyForms: PolicyForms = formsWith({
  ipFilter: form.optional(ipFilterForm),
  checkHeader: form.optional(checkHeaderForm),
  clientCertificate: form.optional(fileClientCertificateForm),
  validateJwt: fileValidateJwtForm,
  rateLimitByKey: rateLimitByKeyForms.inFile,
  quotaByKey: quotaByKeyForms.inFile,
} satisfies form.FormsOf<Omit<AccessPolicies, "custom">> as form.FormsOf<AccessPolicies>);

export const policiesForms: form.FormsOf<PoliciesOptions> = {
  policies: form.optional(form.object<AccessPolicies>(policyForms.anywhere)),
};

export const filePoliciesForms: form.FormsOf<PoliciesOptions> = {
  policies: form.optional(form.object<AccessPolicies>(filePolicyForms.anywhere)),
};
