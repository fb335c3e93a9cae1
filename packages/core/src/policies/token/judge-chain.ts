import type { Refuse, Unavailable } from "../../decision/decision.js";
import { refuseByPolicy, unavailable } from "../../decision/refused.js";
import type { TokenEvidence, VerifiedToken } from "../../evidence/evidence.js";
import type { Awaitable } from "../../lib/awaitable.js";
import type { RequestView } from "../../request/request-view.js";
import { isAuthorization } from "../../request/token-place.js";
import { judgePolicy } from "./judge-policy.js";
import { appliesTo, type TokenPolicy } from "./token-policy.js";

/** What judging a chain takes besides its policies. */
export interface ChainQuery {
  readonly view: RequestView;
  /** Finds the evidence about the token at the policy's place. */
  examine(policy: TokenPolicy, now: number): Awaitable<TokenEvidence>;
  /** Milliseconds since 1970; read after each wait. */
  clock(): number;
  /** For operators: called with each policy that applies, and with its refusal. */
  readonly observe?: (
    policy: TokenPolicy,
    found: TokenEvidence,
    refusal: Refuse | Unavailable | undefined,
  ) => void;
}

/** All policies hold. */
export interface ChainPassed {
  /** The tokens of named policies; undefined without one. */
  readonly tokens: Readonly<Record<string, VerifiedToken>> | undefined;
  /** Whether a token stood outside of `Authorization`, which shared caches do not know. */
  readonly isElsewhere: boolean;
}

// The usual chains make no object: each is the only one of its kind.
const PASSED: ChainPassed = Object.freeze({ tokens: undefined, isElsewhere: false });
const PASSED_ELSEWHERE: ChainPassed = Object.freeze({ tokens: undefined, isElsewhere: true });

/**
 * Judges policies in order. The first failure ends the chain. Keys that are unavailable are reported only when no later
 * policy refuses. Synchronous when no evidence must be awaited. `now`: when it begins, in milliseconds since 1970.
 */
export function judgeChain(
  policies: readonly TokenPolicy[],
  query: ChainQuery,
  now: number,
): Awaitable<Refuse | Unavailable | ChainPassed> {
  return judgeFrom(0, PASSED, undefined, policies, query, now);
}

/** `passed` and `unknown`: what the policies before `start` have found. */
function judgeFrom(
  start: number,
  passed: ChainPassed,
  unknown: Unavailable | undefined,
  policies: readonly TokenPolicy[],
  query: ChainQuery,
  now: number,
): Awaitable<Refuse | Unavailable | ChainPassed> {
  for (let i = start; i < policies.length; i++) {
    const policy = policies[i]!;
    if (!appliesTo(policy, query.view.method)) continue;
    const found = query.examine(policy, now);
    if (found instanceof Promise) return judgeLater(found, i, passed, unknown, policies, query);
    const judged = judgeOne(policy, found, passed, unknown, query, now);
    if (!("outcome" in judged)) passed = judged;
    else if (judged.outcome === "refuse") return judged;
    else unknown = judged;
  }
  return unknown ?? passed;
}

// Apart from its caller: a chain that need not wait makes no closure.
async function judgeLater(
  found: Promise<TokenEvidence>,
  at: number,
  passed: ChainPassed,
  unknown: Unavailable | undefined,
  policies: readonly TokenPolicy[],
  query: ChainQuery,
): Promise<Refuse | Unavailable | ChainPassed> {
  const settled = await found;
  const now = query.clock();
  const judged = judgeOne(policies[at]!, settled, passed, unknown, query, now);
  if (!("outcome" in judged)) return judgeFrom(at + 1, judged, unknown, policies, query, now);
  if (judged.outcome === "refuse") return judged;
  return judgeFrom(at + 1, passed, judged, policies, query, now);
}

/** The refusal by one policy, the first unavailability, or what has passed with it. */
function judgeOne(
  policy: TokenPolicy,
  found: TokenEvidence,
  passed: ChainPassed,
  unknown: Unavailable | undefined,
  query: ChainQuery,
  now: number,
): Refuse | Unavailable | ChainPassed {
  if (found.kind === "unavailable") {
    const first = unknown ?? unavailable({ ...found, policy: policy.place });
    query.observe?.(policy, found, first);
    return first;
  }
  const refusal = refusalBy(policy, found, now);
  query.observe?.(policy, found, refusal);
  if (refusal !== undefined) return refusal;
  return found.kind === "good" ? passedWith(passed, policy, found.token) : passed;
}

function refusalBy(
  policy: TokenPolicy,
  found: Exclude<TokenEvidence, { kind: "unavailable" }>,
  now: number,
): Refuse | undefined {
  if (found.kind === "absent") return refuseByPolicy(policy, { code: "token_missing" });
  if (found.kind === "bad") return refuseByPolicy(policy, found);
  const flaw = judgePolicy(policy, found.token, now);
  return flaw && refuseByPolicy(policy, flaw);
}

function passedWith(
  passed: ChainPassed,
  { tokenPlace, place: { name } }: TokenPolicy,
  token: VerifiedToken,
): ChainPassed {
  const isElsewhere = passed.isElsewhere || !isAuthorization(tokenPlace);
  if (name !== undefined) return { tokens: tokensWith(passed.tokens, name, token), isElsewhere };
  if (isElsewhere === passed.isElsewhere) return passed;
  return passed === PASSED ? PASSED_ELSEWHERE : { tokens: passed.tokens, isElsewhere };
}

// Without a prototype: a name such as `constructor` has no other value.
function tokensWith(
  tokens: ChainPassed["tokens"],
  name: string,
  token: VerifiedToken,
): NonNullable<ChainPassed["tokens"]> {
  const all = Object.create(null) as Record<string, VerifiedToken>;
  return Object.freeze(Object.assign(all, tokens, { [name]: token }));
}
