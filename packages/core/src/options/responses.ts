import type { ErrorFormat } from "../answer/answer.js";
import {
  metadataUrlOf,
  type ProtectedResourceOptions,
  type ResourceMetadata,
} from "../answer/protected-resource.js";
import type { Problem } from "../lib/errors.js";
import { isTrustworthyUrl } from "../lib/trustworthy-url.js";
import { isAuthorization, type TokenPlace } from "../request/token-place.js";
import * as form from "./forms.js";
import { problemsIn, type Given } from "./given.js";

/** What callers are answered. */
export interface ResponseOptions {
  /** Body of refusals. Default `"gateway"`, as API Management writes it. */
  readonly errors?: ErrorFormat;
  /** Status (400 to 499) and text for every token that does not pass. Default 401 and a text per kind. */
  readonly failedValidation?: { readonly status?: number; readonly message?: string };
  /** Publishes what this API is and who issues its tokens (RFC 9728). Default: nothing. */
  readonly protectedResource?: ProtectedResourceOptions;
}

export interface ResponseSettings {
  readonly errors: ErrorFormat;
  readonly failedStatus: number | undefined;
  readonly failedMessage: string | undefined;
  readonly resource: ResourceMetadata | undefined;
  readonly resourceMetadataUrl: string | undefined;
}

export const responseForms: form.FormsOf<ResponseOptions> = {
  failedValidation: form.optional(
    form.object<NonNullable<ResponseOptions["failedValidation"]>>({
      status: form.optional(form.integerBetween(400, 499, "a status from 400 to 499")),
      message: form.optional(form.text()),
    }),
  ),
  protectedResource: form.optional(
    form.object<ProtectedResourceOptions>({
      resource: form.text(),
      scopesSupported: form.optional(form.list(form.text())),
      resourceName: form.optional(form.text()),
      resourceDocumentation: form.optional(form.text()),
    }),
  ),
  errors: form.optional(
    form.either([form.oneOf(["gateway", "problem"]), form.aFunction], '"gateway", "problem", or a function'),
  ),
};

export function responseProblems(given: Given<ResponseOptions>): readonly Problem[] {
  return problemsIn(given, ["protectedResource"], ({ protectedResource }) => {
    const resource = protectedResource?.resource;
    if (resource === undefined || (isTrustworthyUrl(resource) && !/[?#]/.test(resource))) return [];
    const fix = "write the API's own https URL without query and fragment, such as https://api.example.com/";
    return [{ path: "protectedResource.resource", message: "is not an https URL", fix }];
  });
}

/** What settling the responses takes besides their own options. */
export interface ResponseContext {
  /** `iss` of the trusted issuers. */
  readonly issuers: readonly string[];
  readonly tokenSource: TokenPlace;
}

export function settleResponses(
  { errors = "gateway", failedValidation = {}, protectedResource, ...left }: ResponseOptions,
  { issuers, tokenSource }: ResponseContext,
): ResponseSettings {
  const { status: failedStatus, message: failedMessage, ...more } = failedValidation;
  form.nothingLeft(left);
  form.nothingLeft(more);
  return {
    errors,
    failedStatus,
    failedMessage,
    resource: protectedResource && {
      ...protectedResource,
      authorizationServers: issuers,
      bearerMethods: bearerMethodsOf(tokenSource),
    },
    resourceMetadataUrl: protectedResource && metadataUrlOf(protectedResource.resource),
  };
}

// RFC 6750 §2.1 is `Authorization` with the scheme: no other field, no cookie, and no bare token is a bearer method.
function bearerMethodsOf(place: TokenPlace): ResourceMetadata["bearerMethods"] {
  if ("query" in place) return ["query"];
  return "header" in place && isAuthorization(place) && place.scheme !== "none" ? ["header"] : [];
}
