import type { Awaitable } from "../lib/awaitable.js";
import type { CompiledRule } from "../rules/rule.js";
import type { KeyEvidence, TokenEvidence } from "./evidence.js";
import { keep, type RequestEvidence } from "./gather.js";

/** What is known about credentials without a signature check and without a look-up. */
export interface Recallers {
  /** Undefined where tokens cost nothing: the application has verified them. */
  readonly token: ((text: string, now: number) => Awaitable<TokenEvidence> | undefined) | undefined;
  key(text: string): KeyEvidence | undefined;
}

/**
 * Whether each credential that `gather` would examine for a rule is known to be good, or was examined earlier in the
 * request. A request without credentials has none that is unknown. What is known is kept, so `gather` does not search for
 * it again.
 */
export function recallCredentials(
  collected: RequestEvidence,
  { accepts }: CompiledRule,
  from: Recallers,
  now: number,
): boolean {
  return (
    (!accepts.token || isTokenKnown(collected, from, now)) && (!accepts.key || isKeyKnown(collected, from))
  );
}

function isTokenKnown(collected: RequestEvidence, from: Recallers, now: number): boolean {
  const { token } = collected.credentials;
  if (collected.token !== undefined || token.kind === "absent" || from.token === undefined) return true;
  const known = token.kind === "present" ? from.token(token.value, now) : undefined;
  if (known === undefined) return false;
  void keep(collected, "token", known);
  return true;
}

function isKeyKnown(collected: RequestEvidence, from: Recallers): boolean {
  const { key } = collected.credentials;
  if (collected.key !== undefined || key.kind === "absent") return true;
  const known = key.kind === "present" ? from.key(key.value) : undefined;
  if (known === undefined) return false;
  void keep(collected, "key", known);
  return true;
}
