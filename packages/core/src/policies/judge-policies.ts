import { PRIVATE } from "../decision/decide.js";
import type { Admit, Decision, Refuse, Unavailable } from "../decision/decision.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";
import type { ConnectionPolicy } from "./connection/connection-policy.js";
import { withConnection, type ConnectionPassed } from "./connection/judge-connection.js";
import type { CustomPolicy } from "./custom/custom-policy.js";
import type { LimitPolicy } from "./limits/limit-policy.js";
import type { PlacedPolicies } from "./placed-policies.js";
import { judgeChain, type ChainPassed, type ChainQuery } from "./token/judge-chain.js";

/** What judging the policies of an admitted request takes besides them. */
export interface PolicyQuery<P extends string> extends ChainQuery {
  /** When the judgement begins, in milliseconds since 1970. */
  readonly now: number;
  /** Judges the credential again: it may have ended while a policy had to be waited for. */
  rejudge(): Decision<P>;
  /** Refuses a request from a network without room for bad credentials, before its tokens for policies are verified. */
  throttle(policies: PlacedPolicies["tokens"], now: number): Awaitable<Refuse | undefined>;
  /** Takes room from limits, or asks for it. */
  takeLimits(admitted: Admit<P>, limits: readonly LimitPolicy[], now: number): Awaitable<Decision<P>>;
  judgeConnection(policies: readonly ConnectionPolicy[]): Awaitable<Refuse | Unavailable | ConnectionPassed>;
  /** For operators: called with each policy of the application that applies, and with its refusal. */
  readonly observeCustom?: (policy: CustomPolicy, refusal: Refuse | Unavailable | undefined) => void;
}

/** Judges one kind of policies. `now`: when it begins. */
type Step<P extends string> = (
  admitted: Admit<P>,
  policies: PlacedPolicies,
  query: PolicyQuery<P>,
  now: number,
) => Awaitable<Decision<P>>;

/**
 * Judges the policies that apply to an admitted request: the product's own about the connection, tokens, policies of the
 * application, limits. The first refusal ends it, so a call that a policy refuses takes nothing from a limit. Synchronous
 * when nothing must be awaited: then it makes no closure, and reads no clock.
 */
export function judgePolicies<P extends string>(
  admitted: Admit<P>,
  policies: PlacedPolicies,
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> {
  const { connection, tokens, custom, limits } = policies;
  let decision: Awaitable<Decision<P>> = admitted;
  if (connection.length > 0) decision = judgeConnection(admitted, policies, query);
  if (tokens.length > 0) decision = then(decision, judgeTokens, policies, query);
  if (custom.length > 0) decision = then(decision, judgeCustom, policies, query);
  if (decision instanceof Promise) decision = later(decision, stillAdmitted, policies, query);
  return limits.length === 0 ? decision : then(decision, takeLimits, policies, query);
}

function then<P extends string>(
  decision: Awaitable<Decision<P>>,
  step: Step<P>,
  policies: PlacedPolicies,
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> {
  if (decision instanceof Promise) return later(decision, step, policies, query);
  return decision.outcome === "admit" ? step(decision, policies, query, query.now) : decision;
}

const later = <P extends string>(
  decision: Promise<Decision<P>>,
  step: Step<P>,
  policies: PlacedPolicies,
  query: PolicyQuery<P>,
): Promise<Decision<P>> =>
  decision.then((found) => (found.outcome === "admit" ? step(found, policies, query, query.clock()) : found));

function judgeConnection<P extends string>(
  admitted: Admit<P>,
  { connection }: PlacedPolicies,
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> {
  return andThen(query.judgeConnection(connection), (found) =>
    found.outcome === "passed" ? withConnection(admitted, found) : found,
  );
}

function judgeCustom<P extends string>(
  admitted: Admit<P>,
  { custom }: PlacedPolicies,
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> {
  return refusedBy(custom, admitted, (policy) => judgeOne(policy, admitted.access, query));
}

const takeLimits = <P extends string>(
  admitted: Admit<P>,
  { limits }: PlacedPolicies,
  query: PolicyQuery<P>,
  now: number,
): Awaitable<Decision<P>> => query.takeLimits(admitted, limits, now);

const stillAdmitted = <P extends string>(
  admitted: Admit<P>,
  _policies: PlacedPolicies,
  query: PolicyQuery<P>,
): Decision<P> => {
  const again = query.rejudge();
  return again.outcome === "admit" ? admitted : again;
};

/** The first refusal by a list of policies, in order; else what was admitted. */
function refusedBy<T, D extends object>(
  policies: readonly T[],
  otherwise: D,
  judge: (policy: T) => Awaitable<Refuse | Unavailable | undefined>,
  start = 0,
): Awaitable<D | Refuse | Unavailable> {
  for (let i = start; i < policies.length; i++) {
    const found = judge(policies[i]!);
    if (found instanceof Promise)
      return found.then((refused) => refused ?? refusedBy(policies, otherwise, judge, i + 1));
    if (found !== undefined) return found;
  }
  return otherwise;
}

function judgeTokens<P extends string>(
  admitted: Admit<P>,
  { tokens }: PlacedPolicies,
  query: PolicyQuery<P>,
  now: number,
): Awaitable<Decision<P>> {
  const throttled = query.throttle(tokens, now);
  return throttled === undefined
    ? judgeUnthrottled(admitted, tokens, query, now)
    : judgeThrottled(throttled, admitted, tokens, query);
}

// Apart from its caller: a request that is not throttled makes no closure.
const judgeThrottled = <P extends string>(
  throttled: Awaitable<Refuse | undefined>,
  admitted: Admit<P>,
  policies: PlacedPolicies["tokens"],
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> =>
  andThen(throttled, (refused) => refused ?? judgeUnthrottled(admitted, policies, query, query.clock()));

function judgeUnthrottled<P extends string>(
  admitted: Admit<P>,
  policies: PlacedPolicies["tokens"],
  query: PolicyQuery<P>,
  now: number,
): Awaitable<Decision<P>> {
  const found = judgeChain(policies, query, now);
  return found instanceof Promise ? laterWithTokens(admitted, found) : withTokens(admitted, found);
}

const laterWithTokens = <P extends string>(
  admitted: Admit<P>,
  found: Promise<Refuse | Unavailable | ChainPassed>,
): Promise<Decision<P>> => found.then((settled) => withTokens(admitted, settled));

function withTokens<P extends string>(
  decision: Admit<P>,
  found: Refuse | Unavailable | ChainPassed,
): Decision<P> {
  if ("outcome" in found) return found;
  const { tokens, isElsewhere } = found;
  if (tokens === undefined && !isElsewhere) return decision;
  const access = tokens === undefined ? decision.access : Object.freeze({ ...decision.access, tokens });
  const { headers, connection } = decision;
  // Member by member: V8 takes ten times as long to copy a decision and replace a member of it.
  const admitted: Admit<P> = { outcome: "admit", access, headers: isElsewhere ? PRIVATE : headers };
  return connection === undefined ? admitted : { ...admitted, connection };
}

function judgeOne<P extends string>(
  policy: CustomPolicy,
  access: Admit<P>["access"],
  { view, observeCustom }: PolicyQuery<P>,
): Awaitable<Refuse | Unavailable | undefined> {
  const found = policy.judge({ view, access });
  if (observeCustom === undefined) return found;
  return andThen(found, (refusal) => {
    observeCustom(policy, refusal);
    return refusal;
  });
}
