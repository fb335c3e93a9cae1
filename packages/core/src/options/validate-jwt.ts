import type { RequiredClaim } from "../catalog/products.js";
import type { Demand } from "../rules/demand.js";
import type { TokenSourceOptions } from "../request/token-source.js";
import { entraForms, type EntraOptions } from "./entra.js";
import * as form from "./forms.js";
import { fileIssuerForm, issuerForm, type IssuerOptions } from "./issuers.js";
import { requiredClaimsForm } from "./required-claims.js";
import { tokenForms, tokenSourceForm } from "./tokens.js";

/** The tenants of Entra whose tokens a policy accepts. Members as those of `productAuth`. */
export type EntraIssuerOptions = EntraOptions;

/**
 * A token that a caller must present besides the credential that opens the product (`validate-jwt` of API Management).
 * Every failure is answered 401.
 */
export interface ValidateJwtOptions {
  /** Key in `access.tokens`, and label in events and reports. Default: the token is not kept. */
  readonly name?: string;
  /**
   * Accepted issuers: names of the option `issuers`, `"entra"` for the option `tenantId`, or described here, and then
   * trusted for this policy only. Default: the instance's only issuer.
   */
  readonly issuers?: readonly (string | IssuerOptions | EntraIssuerOptions)[];
  /**
   * Accepted audiences, of which the token must be for one. Needed, unless `requiredClaims` names `aud` with values.
   * Entra's spellings of an application id are derived, as of a product's `audience`; others are compared exactly.
   */
  readonly audiences?: readonly string[];
  /** Client applications that may call, by application id. Default: any. */
  readonly clients?: readonly string[];
  /** Claims that the token must carry. */
  readonly requiredClaims?: readonly RequiredClaim[];
  /** Scopes that the token must carry. */
  readonly scopes?: Demand;
  /** App roles that the token must carry. */
  readonly roles?: Demand;
  /** Whether an application must call for itself, or a user. Default: any, a caller of unknown kind too. */
  readonly caller?: "app-only" | "delegated";
  /** Where the token is looked for. Default: as the option `tokenSource`. */
  readonly tokenSource?: TokenSourceOptions;
  /** Seconds that clocks may differ, at most 3600. Default: as the option `clockTolerance`. */
  readonly clockTolerance?: number;
  /** Whether a token without `exp` is refused. Default: as its issuer says. */
  readonly requireExpirationTime?: boolean;
  /** Status (400 to 499) and text for a token that does not pass. Default, each: as the option `failedValidation`, else 401 and a text per kind. */
  readonly failedValidation?: { readonly status?: number; readonly message?: string };
  /** The methods that the policy applies to, or does not. `GET` in `method` includes HEAD. Default: all. */
  readonly when?:
    { readonly method: readonly string[] } | { readonly not: { readonly method: readonly string[] } };
}

const demand = form.either(
  [
    form.filledList(form.text(), "at least one value"),
    form.object<{ all: unknown }>({ all: form.filledList(form.text(), "at least one value") }),
    form.object<{ any: unknown }>({ any: form.filledList(form.text(), "at least one value") }),
  ],
  'a list such as ["Orders.Read"], or { any: ["Orders.Read"] }',
);

const methods = form.object<{ method: unknown }>({
  method: form.filledList(form.text(), 'at least one method, such as "POST"'),
});

const policyFormWith = (issuer: form.Form, tokenSource: form.Form): form.ObjectForm =>
  form.object<ValidateJwtOptions>({
    name: form.optional(form.text()),
    issuers: form.optional(
      form.filledList(
        form.either(
          [form.text(), issuer, form.object<EntraOptions>(entraForms)],
          'a name such as "entra", or an object such as { issuer: "https://…" }',
        ),
        "at least one issuer; without the list, the instance's only issuer is meant",
      ),
    ),
    audiences: form.optional(form.filledList(form.text(), "at least one audience")),
    clients: form.optional(
      form.filledList(form.text(), "at least one application id; without the list, any client may call"),
    ),
    requiredClaims: form.optional(requiredClaimsForm),
    scopes: form.optional(demand),
    roles: form.optional(demand),
    caller: form.optional(form.oneOf(["app-only", "delegated"])),
    tokenSource,
    clockTolerance: tokenForms.clockTolerance,
    requireExpirationTime: form.optional(form.flag),
    failedValidation: form.optional(
      form.object<NonNullable<ValidateJwtOptions["failedValidation"]>>({
        status: form.optional(form.integerBetween(400, 499, "a status from 400 to 499")),
        message: form.optional(form.text()),
      }),
    ),
    when: form.optional(
      form.either(
        [methods, form.object<{ not: unknown }>({ not: methods })],
        'an object such as { method: ["POST"] } or { not: { method: ["GET"] } }',
      ),
    ),
  });

const validateJwtFormWith = (policy: form.Form): form.Form =>
  form.optional(
    form.either(
      [policy, form.filledList(policy, "at least one policy, or leave it out")],
      'an object such as { audiences: ["api://…"] }, or a list of them',
    ),
  );

/** The form of `validateJwt`. */
export const validateJwtForm: form.Form = validateJwtFormWith(
  policyFormWith(issuerForm, tokenForms.tokenSource),
);

/** The same in a catalog file, which is shared and kept: no functions, and no keys. */
export const fileValidateJwtForm: form.Form = validateJwtFormWith(
  policyFormWith(fileIssuerForm, form.optional(tokenSourceForm)),
);
