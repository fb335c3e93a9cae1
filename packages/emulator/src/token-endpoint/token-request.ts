import { isGuid } from "../directory/guid.js";
import { type BasicCredentials, readBasicCredentials } from "./basic-credentials.js";
import { Refusal } from "./refusal.js";
import { refusals } from "./refusals.js";

/** A token request as it came in. */
export interface RawTokenRequest {
  readonly tenant: string;
  readonly version: 1 | 2;
  readonly method: string;
  readonly form: URLSearchParams;
  readonly authorization?: string | undefined;
}

/** A client credentials request with all parameters, not yet validated. */
export interface TokenRequest {
  readonly version: 1 | 2;
  readonly clientId: string;
  /** `scope` in version 2, `resource` in version 1. */
  readonly target: string;
  readonly form: URLSearchParams;
  /** Present only when the header names the same client as the body. */
  readonly basic?: BasicCredentials;
}

const single = [
  "grant_type",
  "client_id",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
  "scope",
  "resource",
];

/** Reads the parameters in Entra's order: what every grant needs, the grant itself, then what that grant needs. */
export function readTokenRequest({ version, form, authorization }: RawTokenRequest): TokenRequest | Refusal {
  const repeated = single.find((name) => form.getAll(name).length > 1); // RFC 6749 §3.2
  if (repeated !== undefined) return refusals.parameterRepeated(repeated);
  const grant = form.get("grant_type") ?? "";
  if (grant === "") return refusals.parameterMissing("grant_type");
  const basic = readBasicCredentials(authorization);
  const clientId = form.get("client_id") || basic?.ids.find(isGuid) || basic?.ids[0] || "";
  if (clientId === "") return refusals.parameterMissing("client_id");
  if (version === 2 && form.has("resource")) return refusals.resourceParameter();
  if (grant !== "client_credentials") return refusals.unknownGrant(grant);
  const parameter = version === 2 ? "scope" : "resource";
  const target = form.get(parameter)?.trim() ?? "";
  if (target === "") return refusals.parameterMissing(parameter);
  const named = basic?.ids.some((id) => id.toLowerCase() === clientId.toLowerCase()) === true;
  return { version, clientId, target, form, ...(named && basic !== undefined ? { basic } : {}) };
}
