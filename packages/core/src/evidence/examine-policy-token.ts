import type { Awaitable } from "../lib/awaitable.js";
import type { Writable } from "../lib/writable.js";
import { ABSENT, type CredentialSources, type PresentedCredential } from "../request/credentials.js";
import { readToken } from "../request/read-token.js";
import { samePlace, type TokenPlace } from "../request/token-place.js";
import { bad, type TokenEvidence } from "./evidence.js";
import type { PolicyToken, RequestEvidence } from "./gather.js";
import type { PolicyVerifier } from "./tokens/policy-verifiers.js";

/**
 * The evidence about the token that a policy asks for. Kept with the request: one token is read and verified once,
 * whatever number of policies and guards ask for it. A token that was verified as the credential serves too.
 */
export function examinePolicyToken(
  collected: RequestEvidence,
  place: TokenPlace,
  verifier: PolicyVerifier,
  sources: CredentialSources,
  now: number,
): Awaitable<TokenEvidence> {
  const known = knownToken(collected.policyTokens, place, verifier);
  if (known !== undefined) return known;
  const shared = recalled(collected, place, verifier, now);
  // The usual case: the credential's token serves, and is kept already.
  if (shared !== undefined && shared === collected.token) return shared;
  const evidence = shared ?? examine(collected, place, verifier, sources, now);
  return keep(collected, { place, verifier, evidence });
}

function knownToken(
  policyTokens: RequestEvidence["policyTokens"],
  place: TokenPlace,
  verifier: PolicyVerifier,
): Awaitable<TokenEvidence> | undefined {
  for (const known of policyTokens)
    if (known.verifier === verifier && samePlace(known.place, place)) return known.evidence;
  return undefined;
}

/**
 * Whether the token that a policy asks for is known to be good, was examined earlier in the request, or was not sent.
 * Checks no signature. What is known is kept, so `examinePolicyToken` does not search for it again.
 */
export function recallPolicyToken(
  collected: RequestEvidence,
  place: TokenPlace,
  verifier: PolicyVerifier,
  sources: CredentialSources,
  now: number,
): boolean {
  if (knownToken(collected.policyTokens, place, verifier) !== undefined) return true;
  let evidence: Awaitable<TokenEvidence> | undefined = recalled(collected, place, verifier, now);
  if (evidence !== undefined && evidence === collected.token) return true;
  if (evidence === undefined) {
    const presented = presentedAt(collected, place, sources);
    if (presented.kind === "absent") return true;
    if (presented.kind === "present") evidence = verifier.recallText(presented.value, now);
  }
  if (evidence === undefined) return false;
  void keep(collected, { place, verifier, evidence });
  return true;
}

function keep(collected: RequestEvidence, kept: Writable<PolicyToken>): Awaitable<TokenEvidence> {
  const { evidence } = kept;
  // Not `push`: it reserves room for 17, and nearly all requests have one.
  collected.policyTokens = [...collected.policyTokens, kept];
  if (evidence instanceof Promise) keepSettled(kept, evidence);
  return evidence;
}

// Apart from its caller: evidence that is known makes no closure.
function keepSettled(kept: { evidence: Awaitable<TokenEvidence> }, evidence: Promise<TokenEvidence>): void {
  evidence.then((found) => (kept.evidence = found)).catch(() => undefined);
}

function recalled(
  { policyTokens, token, tokenPlace }: RequestEvidence,
  place: TokenPlace,
  verifier: PolicyVerifier,
  now: number,
): TokenEvidence | undefined {
  const found = samePlace(tokenPlace, place) ? token : evidenceAt(policyTokens, place);
  if (found === undefined || found instanceof Promise || found.kind !== "good") return undefined;
  const trusted = verifier.recall(found.token, now);
  if (trusted === found.token) return found;
  return trusted && { kind: "good", token: trusted };
}

function evidenceAt(
  policyTokens: RequestEvidence["policyTokens"],
  place: TokenPlace,
): Awaitable<TokenEvidence> | undefined {
  for (const known of policyTokens) if (samePlace(known.place, place)) return known.evidence;
  return undefined;
}

function examine(
  collected: RequestEvidence,
  place: TokenPlace,
  verifier: PolicyVerifier,
  sources: CredentialSources,
  now: number,
): Awaitable<TokenEvidence> {
  const presented = presentedAt(collected, place, sources);
  if (presented.kind === "present") return verifier.verify(presented.value, now, collected.view);
  return presented.kind === "absent" ? ABSENT : bad(presented);
}

function presentedAt(
  { view, credentials, tokenPlace }: RequestEvidence,
  place: TokenPlace,
  sources: CredentialSources,
): PresentedCredential {
  const isRead = credentials.token.kind !== "absent" && samePlace(tokenPlace, place);
  return isRead ? credentials.token : readToken(view, place, sources);
}
