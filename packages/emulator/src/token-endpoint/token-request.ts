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
  readonly origin?: string | undefined;
}

/** The parts of a token request that identify the client. */
export interface ClientProof {
  readonly clientId: string;
  readonly form: URLSearchParams;
  /** Present only when the header names the same client as the body. */
  readonly basic?: BasicCredentials;
}

/** A client credentials request with all parameters, not yet validated. */
export interface ApplicationTokenRequest extends ClientProof {
  readonly grant: "client_credentials";
  readonly version: 1 | 2;
  /** `scope` in version 2, `resource` in version 1. */
  readonly target: string;
}

/** A request to redeem a code or a refresh token, with all parameters, not yet validated. */
export type UserTokenRequest = ClientProof & {
  /** `Origin`, which browsers send. */
  readonly origin: string | undefined;
  /** Empty without the parameter. */
  readonly scope: string;
} & (
    | {
        readonly grant: "authorization_code";
        readonly code: string;
        readonly redirectUri: string;
        /** Empty without the parameter. */
        readonly verifier: string;
      }
    | { readonly grant: "refresh_token"; readonly refreshToken: string }
  );

const single = [
  "grant_type",
  "client_id",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
  "scope",
  "resource",
  ...["code", "redirect_uri", "code_verifier", "refresh_token"],
];

/** Reads the parameters in Entra's order: what every grant needs, the grant itself, then what that grant needs. */
export function readTokenRequest(raw: RawTokenRequest): ApplicationTokenRequest | UserTokenRequest | Refusal {
  const { version, form, authorization } = raw;
  const repeated = single.find((name) => form.getAll(name).length > 1); // RFC 6749 §3.2
  if (repeated !== undefined) return refusals.parameterRepeated(repeated);
  const grant = form.get("grant_type") ?? "";
  if (grant === "") return refusals.parameterMissing("grant_type");
  const basic = readBasicCredentials(authorization);
  const clientId = form.get("client_id") || basic?.ids.find(isGuid) || basic?.ids[0] || "";
  if (clientId === "") return refusals.parameterMissing("client_id");
  if (version === 2 && form.has("resource")) return refusals.resourceParameter();
  const named = basic?.ids.some((id) => id.toLowerCase() === clientId.toLowerCase()) === true;
  const proof = { clientId, form, ...(named && basic !== undefined ? { basic } : {}) };
  // Sign-in has no version 1 endpoint here, so there are no codes to redeem at it.
  if (version === 2 && (grant === "authorization_code" || grant === "refresh_token"))
    return readUserTokenRequest(grant, raw, proof);
  if (grant !== "client_credentials") return refusals.unknownGrant(grant);
  const parameter = version === 2 ? "scope" : "resource";
  const target = form.get(parameter)?.trim() ?? "";
  if (target === "") return refusals.parameterMissing(parameter);
  return { grant, version, target, ...proof };
}

function readUserTokenRequest(
  grant: UserTokenRequest["grant"],
  { form, origin }: RawTokenRequest,
  proof: ClientProof,
): UserTokenRequest | Refusal {
  const read = (name: string): string => form.get(name) ?? "";
  const required = grant === "authorization_code" ? ["code", "redirect_uri"] : ["refresh_token"];
  const missing = required.find((name) => read(name) === "");
  if (missing !== undefined) return refusals.parameterMissing(missing);
  const rest = { ...proof, origin, scope: read("scope").trim() };
  if (grant === "refresh_token") return { ...rest, grant, refreshToken: read("refresh_token") };
  const [code, redirectUri, verifier] = [read("code"), read("redirect_uri"), read("code_verifier")];
  return { ...rest, grant, code, redirectUri, verifier };
}
