import type { Refuse, ResponseHeaders, Unavailable } from "../../decision/decision.js";
import { refuseByLimit, unavailable } from "../../decision/refused.js";
import type { Awaitable } from "../../lib/awaitable.js";
import type { Counter, Taken } from "./counter-store.js";
import { ietfAdmitted, ietfRefused } from "./ietf-fields.js";
import { admittedFields, totalFields } from "./limit-fields.js";
import type { LimitPolicy } from "./limit-policy.js";
import { refusalOf } from "./limit-refusal.js";
import { LimitUse } from "./limit-use.js";
import type { LimitedCall, LimitedResponse } from "./limited-call.js";

/** Where calls are counted. `unavailable`: the store cannot be asked; `uncounted`: and the call is admitted all the same. */
export interface Counters {
  take(counters: readonly Counter[], now: number): Awaitable<Taken | "unavailable" | "uncounted">;
  add(counters: readonly Counter[], now: number): void;
}

/** What judging limits takes besides the policies. */
export interface LimitQuery {
  readonly call: LimitedCall;
  readonly counters: Counters;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether responses have the fields of the IETF's draft. */
  readonly ietf: boolean;
  /** The limits that earlier guards of the request have counted. */
  readonly earlier: readonly LimitUse[];
}

/** All limits have room, and their counters are raised. */
export interface LimitsPassed {
  readonly outcome: "passed";
  /** Header fields for the response; undefined for none. */
  readonly headers: ResponseHeaders | undefined;
  /** The limits that this guard has counted. */
  readonly counted: readonly LimitUse[];
}

const NOTHING_COUNTED: LimitsPassed = Object.freeze({
  outcome: "passed",
  headers: undefined,
  counted: [],
});

/** Seconds after which a caller may try again while the counters cannot be asked. */
const RETRY_UNCOUNTED = 5;

/**
 * Judges the limits that apply to an admitted call: all counters have room and are raised, or none is. A counter is raised
 * once per request, however many guards and limits lead to it. Synchronous when the counters are.
 */
export function judgeLimits(
  policies: readonly LimitPolicy[],
  query: LimitQuery,
): Awaitable<Refuse | Unavailable | LimitsPassed> {
  const { earlier, counters, now } = query;
  const uses = usesOf(policies, query.call);
  const fresh = earlier.length === 0 ? uses : uncounted(uses, earlier);
  if (fresh.length === 0) return passed(uses, fresh, query);
  const taken = counters.take(fresh, now);
  return taken instanceof Promise
    ? concludedLater(taken, uses, fresh, query)
    : concluded(taken, uses, fresh, query);
}

// Apart from their caller: a call of one guard, with counters in memory, makes no closure.
const uncounted = (uses: readonly LimitUse[], earlier: readonly LimitUse[]): LimitUse[] =>
  uses.filter((use) => !recallUse(use, earlier));

const concludedLater = (
  taken: Promise<Taken | "unavailable" | "uncounted">,
  uses: readonly LimitUse[],
  fresh: readonly LimitUse[],
  query: LimitQuery,
): Promise<Refuse | Unavailable | LimitsPassed> =>
  taken.then((found) => concluded(found, uses, fresh, query));

function concluded(
  taken: Taken | "unavailable" | "uncounted",
  uses: readonly LimitUse[],
  fresh: readonly LimitUse[],
  query: LimitQuery,
): Refuse | Unavailable | LimitsPassed {
  if (taken === "unavailable")
    return unavailable({ code: "limits_unavailable", retryAfter: RETRY_UNCOUNTED });
  if (taken === "uncounted") return NOTHING_COUNTED;
  if ("waits" in taken) {
    const fields = totalFields(uses);
    const all = query.ietf ? { ...fields, ...ietfRefused(fresh, taken.waits) } : fields;
    return refuseByLimit(refusalOf(fresh, taken.waits, all));
  }
  for (let i = 0; i < fresh.length; i++) fresh[i]!.used = taken.used[i]!;
  return passed(uses, fresh, query);
}

function passed(
  uses: readonly LimitUse[],
  counted: readonly LimitUse[],
  { ietf, now, earlier }: LimitQuery,
): LimitsPassed {
  // Of limits that share a field, the smallest number counts, whichever guard of the request has counted it.
  const all =
    earlier.length === 0 ? uses : [...earlier.filter((one) => !uses.some((use) => use.isSame(one))), ...uses];
  const fields = admittedFields(all);
  return { outcome: "passed", headers: ietf ? { ...fields, ...ietfAdmitted(all, now) } : fields, counted };
}

/** The counters that a call uses. One that several limits share is raised by the most that one of them takes. */
export function usesOf(policies: readonly LimitPolicy[], call: LimitedCall): LimitUse[] {
  let uses: LimitUse[] | undefined;
  for (const policy of policies) {
    const use = useOf(policy, call);
    if (use === undefined) continue;
    // Not `push` for the first: it reserves room for 17, and most calls have one.
    if (uses === undefined) uses = [use];
    else addUse(uses, use);
  }
  return uses ?? [];
}

/** 0001-01-01T00:00:00Z, a Monday, where API Management begins the periods of quotas. */
export const YEAR_1 = -62_135_596_800_000;

function useOf(policy: LimitPolicy, call: LimitedCall): LimitUse | undefined {
  const { key, amount, anchor, scopes } = policy;
  const id = key.of(call);
  if (id === undefined) return undefined;
  const caller = key.callerKind(call);
  return new LimitUse(policy, scopes[caller], id, {
    amount,
    anchor: anchor ?? startOf(call.access.subscription),
    isMadeUp: key.isMadeUp || caller === "network",
  });
}

// A store of the application may return dates that are no numbers. Computed with them, no period would ever be full.
function startOf(subscription: LimitedCall["access"]["subscription"]): number {
  if (subscription === undefined) return YEAR_1;
  const { startDate, createdDate } = subscription;
  if (Number.isSafeInteger(startDate)) return startDate!;
  return Number.isSafeInteger(createdDate) ? createdDate! : YEAR_1;
}

function addUse(uses: LimitUse[], use: LimitUse): void {
  for (let i = 0; i < uses.length; i++) {
    if (!uses[i]!.isSame(use)) continue;
    uses[i] = larger(uses[i]!, use);
    return;
  }
  uses.push(use);
}

// What is counted after the response may be known by either.
function larger(one: LimitUse, other: LimitUse): LimitUse {
  if (one.amount !== other.amount) return one.amount < other.amount ? other : one;
  const [first, second] = [one.policy.amountOf, other.policy.amountOf];
  if (first === undefined || second === undefined) return one;
  const amountOf = (response: LimitedResponse) => Math.max(first(response), second(response));
  return new LimitUse({ ...one.policy, amountOf }, one.scope, one.id, one);
}

// What an earlier guard of this request has counted.
function recallUse(use: LimitUse, earlier: readonly LimitUse[]): boolean {
  const known = earlier.find((one) => one.isSame(use));
  if (known !== undefined) use.used = known.used;
  return known !== undefined;
}
