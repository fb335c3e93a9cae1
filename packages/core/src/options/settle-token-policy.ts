import { audiencesOf } from "../catalog/products.js";
import { deepFreeze } from "../lib/deep-freeze.js";
import { tokenPlaceOf } from "../request/token-source.js";
import type { TokenPlace } from "../request/token-place.js";
import { copyOfDemand } from "../rules/demand.js";
import type { TokenPolicy } from "../policies/token/token-policy.js";
import * as form from "./forms.js";
import type { GivenTokenPolicy } from "./given-token-policies.js";
import { settlePolicyIssuers, type IssuerHolders } from "./policy-issuers.js";
import type { ValidateJwtOptions } from "./validate-jwt.js";
import { spellingsOf } from "./products.js";
import type { ClientCertificatesOptions } from "./client-certificates.js";
import type { ResponseOptions } from "./responses.js";

/** The options that policies take their defaults from. */
export type PolicyDefaults = IssuerHolders &
  ClientCertificatesOptions &
  Pick<ResponseOptions, "failedValidation"> & {
    /** Where tokens are looked for, as settled: policies without a source share it. */
    readonly source: TokenPlace;
    readonly clockTolerance: number;
  };

/** Settles one policy, which was checked before. */
export function settleTokenPolicy(
  { path, place, index, policy }: GivenTokenPolicy,
  defaults: PolicyDefaults,
): TokenPolicy {
  const {
    name,
    issuers,
    audiences,
    clients,
    requiredClaims = [],
    scopes,
    roles,
    caller,
    tokenSource,
    clockTolerance = defaults.clockTolerance,
    requireExpirationTime = false,
    failedValidation = {},
    when,
    ...left
  } = policy;
  form.nothingLeft(left);
  const {
    status = defaults.failedValidation?.status,
    message = defaults.failedValidation?.message,
    ...more
  } = failedValidation;
  form.nothingLeft(more);
  return Object.freeze({
    place: Object.freeze({ place, index, ...(name !== undefined && { name }) }),
    issuers: Object.freeze(settlePolicyIssuers(issuers, defaults, `${path}.issuers`)),
    audiences: settleAudiences(audiences, requiredClaims),
    tokenPlace: tokenSource === undefined ? defaults.source : tokenPlaceOf(tokenSource),
    clients: clients && new Set(clients.flatMap(spellingsOf)),
    requiredClaims: deepFreeze(structuredClone([...requiredClaims])),
    scopes: copyOfDemand(scopes),
    roles: copyOfDemand(roles),
    caller,
    clockTolerance,
    requireExpirationTime,
    failedStatus: status,
    failedMessage: message,
    when: when && Object.freeze({ not: "not" in when, methods: new Set(methodsOf(when)) }),
  });
}

/** The methods that a condition lists, in upper case. */
export const methodsOf = (when: NonNullable<ValidateJwtOptions["when"]>): readonly string[] =>
  ("not" in when ? when.not : when).method.map((method) => method.toUpperCase());

// A claim `aud` with values stands for `audiences`; its values are exact.
function settleAudiences(
  audiences: ValidateJwtOptions["audiences"],
  requiredClaims: NonNullable<ValidateJwtOptions["requiredClaims"]>,
): TokenPolicy["audiences"] {
  const written =
    requiredClaims.find(({ name, values }) => name === "aud" && values !== undefined)?.values ?? [];
  const known =
    audiences === undefined
      ? { "entra-v1": written, "entra-v2": written, openid: written }
      : audiencesOf(audiences);
  return Object.freeze({
    "entra-v1": new Set(known["entra-v1"]),
    "entra-v2": new Set(known["entra-v2"]),
    openid: new Set(known.openid),
  });
}
