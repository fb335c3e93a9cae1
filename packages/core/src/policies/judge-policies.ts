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
  /** Judges the credential again: it may have ended while a policy had to be waited for. */
  readonly rejudge: () => Decision<P>;
  /** Refuses a request from a network without room for bad credentials, before its tokens for policies are verified. */
  readonly throttle: ((policies: PlacedPolicies["tokens"]) => Awaitable<Refuse | undefined>) | undefined;
  /** Takes room from limits, or asks for it. */
  readonly takeLimits: (admitted: Admit<P>, limits: readonly LimitPolicy[]) => Awaitable<Decision<P>>;
  readonly judgeConnection: (
    policies: readonly ConnectionPolicy[],
  ) => Awaitable<Refuse | Unavailable | ConnectionPassed>;
  /** For operators: called with each policy of the application that applies, and with its refusal. */
  readonly observeCustom?: (policy: CustomPolicy, refusal: Refuse | Unavailable | undefined) => void;
}

/**
 * Judges the policies that apply to an admitted request: the product's own about the connection, tokens, policies of the
 * application, limits. The first refusal ends it, so a call that a policy refuses takes nothing from a limit. Synchronous
 * when nothing must be awaited.
 */
export function judgePolicies<P extends string>(
  admitted: Admit<P>,
  policies: PlacedPolicies,
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> {
  const { connection, tokens, custom, limits } = policies;
  let decision: Awaitable<Decision<P>> = admitted;
  if (connection.length > 0)
    decision = andThen(query.judgeConnection(connection), (found) =>
      found.outcome === "passed" ? withConnection(admitted, found) : found,
    );
  if (tokens.length > 0) decision = next(decision, (one) => judgeTokens(one, tokens, query));
  if (custom.length > 0)
    decision = next(decision, (one) =>
      refusedBy(custom, one, (policy) => judgeCustom(policy, one.access, query)),
    );
  if (decision instanceof Promise) decision = next(decision, (one) => stillAdmitted(one, query.rejudge()));
  return limits.length === 0 ? decision : next(decision, (one) => query.takeLimits(one, limits));
}

const next = <P extends string>(
  decision: Awaitable<Decision<P>>,
  judge: (admitted: Admit<P>) => Awaitable<Decision<P>>,
): Awaitable<Decision<P>> => andThen(decision, (found) => (found.outcome === "admit" ? judge(found) : found));

const stillAdmitted = <P extends string>(admitted: Admit<P>, again: Decision<P>): Decision<P> =>
  again.outcome === "admit" ? admitted : again;

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
  decision: Admit<P>,
  policies: PlacedPolicies["tokens"],
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> {
  const throttled = query.throttle?.(policies);
  return throttled === undefined
    ? judgeUnthrottled(decision, policies, query)
    : judgeThrottled(throttled, decision, policies, query);
}

// Apart from its caller: a request that is not throttled makes no closure.
const judgeThrottled = <P extends string>(
  throttled: Awaitable<Refuse | undefined>,
  decision: Admit<P>,
  policies: PlacedPolicies["tokens"],
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> =>
  andThen(throttled, (refused) => refused ?? judgeUnthrottled(decision, policies, query));

function judgeUnthrottled<P extends string>(
  decision: Admit<P>,
  policies: PlacedPolicies["tokens"],
  query: PolicyQuery<P>,
): Awaitable<Decision<P>> {
  const found = judgeChain(policies, query);
  return found instanceof Promise ? laterWithTokens(decision, found) : withTokens(decision, found);
}

const laterWithTokens = <P extends string>(
  decision: Admit<P>,
  found: Promise<Refuse | Unavailable | ChainPassed>,
): Promise<Decision<P>> => found.then((later) => withTokens(decision, later));

function withTokens<P extends string>(
  decision: Admit<P>,
  found: Refuse | Unavailable | ChainPassed,
): Decision<P> {
  if ("outcome" in found) return found;
  const { tokens, isElsewhere } = found;
  if (tokens === undefined && !isElsewhere) return decision;
  const access = tokens === undefined ? decision.access : Object.freeze({ ...decision.access, tokens });
  return { ...decision, access, ...(isElsewhere && { headers: PRIVATE }) };
}

function judgeCustom<P extends string>(
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
