import * as client from "openid-client";
import { SignInError } from "./sign-in-provider.js";

/** What means that the issuer did not answer, or not with an answer of the protocol. */
const UNREACHABLE = new Set([
  "OAUTH_TIMEOUT",
  "OAUTH_ABORT",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
  "OAUTH_PARSE_ERROR",
]);

/**
 * The `SignInError` of an error of openid-client; the error itself when the issuer could not be reached. `hasTenants`: accounts of
 * other tenants bring tokens of another issuer.
 */
export function refusalOf(error: unknown, hasTenants: boolean): unknown {
  if (error instanceof client.AuthorizationResponseError)
    return new SignInError(codeOf(error.error, error.error_description), { cause: error });
  if (error instanceof client.ResponseBodyError) {
    const { status } = error;
    // 429 and 5xx say nothing about this sign-in.
    if (status === 429 || status >= 500) return error;
    return new SignInError(codeOf(error.error, error.error_description), { cause: error });
  }
  if (!(error instanceof client.ClientError) || error.code === undefined) return error;
  if (UNREACHABLE.has(error.code)) return error;
  return new SignInError(hasTenants && isOfAnotherTenant(error) ? "tenant" : "callback", { cause: error });
}

/** Entra's number, where the description begins with one; otherwise the code of OAuth. */
function codeOf(error: string, description: string | undefined): string {
  return /^AADSTS\d{1,9}/.exec(description ?? "")?.[0] ?? error.slice(0, 100);
}

/** Users of another tenant get tokens of the issuer of that tenant. */
function isOfAnotherTenant({ code, cause }: client.ClientError): boolean {
  if (code !== "OAUTH_JWT_CLAIM_COMPARISON_FAILED") return false;
  const details =
    cause instanceof Error ? (cause.cause as { readonly claim?: unknown } | undefined) : undefined;
  return details?.claim === "iss";
}
