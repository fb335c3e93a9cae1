import type { Authority } from "../authority.js";
import { readTenantSegment } from "../directory/tenant-segment.js";
import { findClient } from "../token-endpoint/find-client.js";
import { Refusal } from "../token-endpoint/refusal.js";
import { refusals } from "../token-endpoint/refusals.js";
import type { Challenge, Demand, ReplyAddress } from "./authorization.js";
import { platformOf } from "./redirect-uris.js";
import { readScopes } from "./requested-scopes.js";
import { signInRefusals } from "./sign-in-refusals.js";

/**
 * Reads where the answer goes. A refusal is shown on a page of the issuer: without a registered address, a redirect
 * would send the user, and the error, wherever the link's author wants (RFC 6749 §4.1.2.1, §10.15).
 */
export function readReplyAddress(
  { directory }: Authority,
  tenantSegment: string,
  params: URLSearchParams,
): ReplyAddress | Refusal {
  const tenant = readTenantSegment(directory, tenantSegment);
  if (tenant === "malformed") return refusals.tenantMalformed(tenantSegment);
  if (tenant === "unknown" || tenant === "consumers") return refusals.tenantNotFound(tenantSegment);
  const repeated = single.find((name) => params.getAll(name).length > 1); // RFC 6749 §3.1
  if (repeated !== undefined) return refusals.parameterRepeated(repeated);
  const clientId = params.get("client_id") ?? "";
  if (clientId === "") return signInRefusals.parameterMissing("client_id");
  const client = findClient(directory, clientId);
  if (client instanceof Refusal) return client;
  const uri = params.get("redirect_uri") ?? "";
  if (uri === "") return signInRefusals.parameterMissing("redirect_uri");
  const platform = platformOf(client, uri);
  if (platform === undefined) return signInRefusals.addressNotRegistered(uri, client.appId);
  const mode = params.get("response_mode");
  return {
    ...{ client, uri, platform, state: params.get("state") ?? undefined },
    mode: mode === "fragment" || mode === "form_post" ? mode : "query",
  };
}

const single = [
  ...["client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "prompt"],
  ...["code_challenge", "code_challenge_method", "login_hint"],
];

/** Reads what is asked for. A refusal goes back to the application. */
export function readDemand(
  { directory }: Authority,
  { client, platform }: ReplyAddress,
  params: URLSearchParams,
): Demand | Refusal {
  const type = params.get("response_type") ?? "";
  if (type !== "code")
    return type === "" ? signInRefusals.parameterMissing("response_type") : signInRefusals.responseType(type);
  const mode = params.get("response_mode") || "query";
  if (!["query", "fragment", "form_post"].includes(mode)) return signInRefusals.responseMode(mode);
  const scope = params.get("scope") ?? "";
  const scopes = readScopes(directory, client, scope);
  if (scopes instanceof Refusal) return scopes;
  const challenge = readChallenge(params);
  if (challenge instanceof Refusal) return challenge;
  if (challenge === undefined && platform === "spa") return signInRefusals.challengeMissing();
  const prompt = params.get("prompt") ?? "";
  if (prompt === "none") return signInRefusals.noSession();
  if (!prompts.includes(prompt)) return signInRefusals.prompt();
  const nonce = params.get("nonce") ?? undefined;
  return { scopes, scope, nonce, challenge, loginHint: params.get("login_hint") ?? "" };
}

const prompts = ["", "login", "select_account", "consent", "create"];

function readChallenge(params: URLSearchParams): Challenge | undefined | Refusal {
  const value = params.get("code_challenge") ?? "";
  if (value === "") return undefined;
  const method = params.get("code_challenge_method") ?? "plain";
  if (method !== "S256" && method !== "plain") return signInRefusals.challengeMethod();
  const fits = method === "S256" ? value.length === 43 : value.length >= 43 && value.length <= 128;
  return fits ? { value, method } : signInRefusals.challengeSize();
}
