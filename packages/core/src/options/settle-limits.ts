import { atOnce } from "../lib/at-once.js";
import type { PolicyPlace } from "../decision/decision.js";
import { shortened } from "../lib/shortened.js";
import {
  keyOfFunction,
  keyOfParts,
  PER_CALLER,
  PER_SUBSCRIPTION,
  type CounterKey,
} from "../policies/limits/counter-key.js";
import type { CounterKind } from "../policies/limits/counter-store.js";
import { YEAR_1 } from "../policies/limits/judge-limits.js";
import type { LimitFields, LimitKind, LimitPolicy } from "../policies/limits/limit-policy.js";
import type { LimitedResponse } from "../policies/limits/limited-call.js";
import {
  periodStart,
  type CallRate,
  type IncrementCondition,
  type KeyedCount,
  type LimitHeaders,
  type QuotaByKeyOptions,
  type QuotaOptions,
  type RateLimitByKeyOptions,
  type RateLimitOptions,
  type Volume,
} from "./limits.js";
import * as form from "./forms.js";
import type { PolicyHolder } from "./policy-holders.js";

/** Settles the limits of one place, which were checked before: rates before quotas. */
export function settleLimits(holder: PolicyHolder): readonly LimitPolicy[] {
  const { rateLimit, rateLimitByKey = [], quota, quotaByKey = [] } = holder.policies;
  const places = new CounterPlaces(holder);
  return [
    ...(rateLimit === undefined ? [] : ofRateLimit(rateLimit, places, holder.api)),
    ...rateLimitByKey.map((given, index) => ofRateLimitByKey(given, places.at(index, given.counterName))),
    ...(quota === undefined ? [] : ofQuota(quota, places)),
    ...quotaByKey.flatMap((given, index) => ofQuotaByKey(given, places.at(index, given.counterName))),
  ];
}

/** What all counters of one policy share. */
interface Shared {
  readonly key: CounterKey;
  readonly fields: LimitFields;
  readonly total: number;
  readonly amount: number;
  readonly amountOf: LimitPolicy["amountOf"];
  readonly anchor: number | undefined;
}

/** Where one counter counts. */
interface Where {
  readonly at: PolicyPlace;
  readonly api: string | undefined;
  readonly operation: string | undefined;
  /** The identity of a counter there. `how`: kind, algorithm and period. */
  readonly identity: (how: string, definition: string) => string;
}

const NO_FIELDS: LimitFields = Object.freeze({
  remaining: undefined,
  total: undefined,
  retryAfter: undefined,
});

function ofRateLimit(
  given: RateLimitOptions,
  places: CounterPlaces,
  ownApi: string | undefined,
): LimitPolicy[] {
  const {
    calls,
    renewalPeriod,
    algorithm = "sliding-window",
    per = "caller",
    apis = {},
    operations = {},
    ...headers
  } = given;
  const { fields, ...left } = fieldsOf(headers);
  form.nothingLeft(left);
  const shared: Shared = { ...UNCONDITIONAL, key: callerKey(per), fields, total: calls };
  const rate = (rateOf: CallRate, at: Where) =>
    limitOf("rate", algorithm, rateOf.calls, rateOf.renewalPeriod, at, shared);
  return [
    rate({ calls, renewalPeriod }, places.within([])),
    ...Object.entries(apis).flatMap(([api, { operations: ofApi = {}, ...rateOfApi }]) => [
      rate(rateOfApi, places.within([api])),
      ...Object.entries(ofApi).map(([operation, one]) => rate(one, places.within([api, operation]))),
    ]),
    ...Object.entries(operations).map(([operation, one]) =>
      rate(one, places.within([ownApi!, operation], [operation])),
    ),
  ];
}

function ofRateLimitByKey(given: RateLimitByKeyOptions, at: Where): LimitPolicy {
  const { calls, renewalPeriod, algorithm = "sliding-window", ...more } = given;
  const { keyed, ...rest } = keyedOf(more);
  const { fields, ...left } = fieldsOf(rest);
  form.nothingLeft(left);
  return limitOf("rate", algorithm, calls, renewalPeriod, at, { ...keyed, fields, total: calls });
}

function ofQuota(given: QuotaOptions, places: CounterPlaces): LimitPolicy[] {
  const { renewalPeriod, per = "caller", apis = {}, calls, bandwidth, ...left } = given;
  form.nothingLeft(left);
  const volume = volumeOf(calls, bandwidth);
  const shared: Shared = { ...UNCONDITIONAL, key: callerKey(per), fields: NO_FIELDS, total: 0 };
  return [
    ...volumes(volume, renewalPeriod, places.within([]), shared),
    ...Object.entries(apis).flatMap(([api, { operations = {}, ...ofApi }]) => [
      ...volumes(ofApi, renewalPeriod, places.within([api]), shared),
      ...Object.entries(operations).flatMap(([operation, one]) =>
        volumes(one, renewalPeriod, places.within([api, operation]), shared),
      ),
    ]),
  ];
}

function ofQuotaByKey(given: QuotaByKeyOptions, at: Where): LimitPolicy[] {
  const { renewalPeriod, calls, bandwidth, firstPeriodStart, ...more } = given;
  const { keyed, ...left } = keyedOf(more);
  form.nothingLeft(left);
  const anchor = firstPeriodStart === undefined ? YEAR_1 : periodStart(firstPeriodStart);
  const volume = volumeOf(calls, bandwidth);
  return volumes(volume, renewalPeriod, at, { ...keyed, fields: NO_FIELDS, total: 0, anchor });
}

const volumeOf = (calls: number | undefined, bandwidth: number | undefined): Volume => ({
  ...(calls !== undefined && { calls }),
  ...(bandwidth !== undefined && { bandwidth }),
});

function volumes({ calls, bandwidth }: Volume, period: number, at: Where, shared: Shared): LimitPolicy[] {
  return [
    ...(calls === undefined ? [] : [limitOf("quota", "fixed-window", calls, period, at, shared)]),
    ...(bandwidth === undefined
      ? []
      : [
          limitOf("bandwidth", "fixed-window", bandwidth * 1024, period, at, {
            ...shared,
            amount: 0,
            amountOf: undefined,
          }),
        ]),
  ];
}

function limitOf(
  kind: LimitKind,
  counterKind: CounterKind,
  limit: number,
  renewalPeriod: number,
  { at, api, operation, identity }: Where,
  shared: Shared,
): LimitPolicy {
  const { anchor = YEAR_1, key } = shared;
  // Periods that begin at other times are other periods.
  const start = anchor === YEAR_1 || renewalPeriod === 0 ? "" : `@${anchor}`;
  const how = `${LETTERS[kind]}${ALGORITHMS[counterKind]}${renewalPeriod}${start}`;
  return Object.freeze({
    ...shared,
    place: at,
    kind,
    counterKind,
    limit,
    period: renewalPeriod * 1000,
    ...identified(identity(how, key.definition)),
    api,
    operation,
  });
}

const identified = (identity: string): Pick<LimitPolicy, "identity" | "scopes"> => ({
  identity,
  scopes: Object.freeze({
    any: `${identity}a`,
    subscription: `${identity}s`,
    client: `${identity}c`,
    network: `${identity}n`,
  }),
});

const UNCONDITIONAL = { amount: 1, amountOf: undefined, anchor: undefined } as const;

const callerKey = (per: "caller" | "subscription"): CounterKey =>
  per === "caller" ? PER_CALLER : PER_SUBSCRIPTION;

function fieldsOf<Rest extends LimitHeaders>({
  remainingCallsHeaderName,
  totalCallsHeaderName,
  retryAfterHeaderName,
  ...rest
}: Rest): Omit<Rest, keyof LimitHeaders> & { readonly fields: LimitFields } {
  const fields = Object.freeze({
    remaining: remainingCallsHeaderName?.toLowerCase(),
    total: totalCallsHeaderName?.toLowerCase(),
    retryAfter: retryAfterHeaderName?.toLowerCase(),
  });
  return { ...rest, fields };
}

function keyedOf<Rest extends KeyedCount>({
  counterKey,
  counterName,
  incrementCount = 1,
  incrementCondition,
  ...rest
}: Rest): Omit<Rest, keyof KeyedCount> & {
  readonly keyed: Omit<Shared, "fields" | "total">;
} {
  form.settledElsewhere(counterName); // the place of the counter knows it
  const key =
    typeof counterKey === "function" ? keyOfFunction(counterKey) : keyOfParts(structuredClone(counterKey));
  const counts = conditionOf(incrementCondition);
  const isDeferred = counts !== undefined || typeof incrementCount === "function";
  const amount =
    typeof incrementCount === "function"
      ? (response: LimitedResponse) => atOnce(incrementCount(response), "incrementCount")
      : () => incrementCount;
  const keyed = {
    key,
    amount: isDeferred ? 0 : (incrementCount as number),
    amountOf: isDeferred
      ? (response: LimitedResponse) => (counts?.(response) === false ? 0 : amount(response))
      : undefined,
    anchor: undefined,
  };
  return { ...rest, keyed };
}

function conditionOf(
  given: KeyedCount["incrementCondition"],
): ((response: LimitedResponse) => boolean) | undefined {
  if (typeof given === "function") return (response) => atOnce(given(response), "incrementCondition");
  if (given === undefined) return undefined;
  const { status, statusNot, ...left }: IncrementCondition = given;
  form.nothingLeft(left);
  const codes = new Set(status?.filter((one) => typeof one === "number"));
  const classes = new Set(status?.flatMap((one) => (typeof one === "string" ? [Number(one[0])] : [])));
  const excluded = new Set(statusNot);
  return ({ status: code }) =>
    !excluded.has(code) && (status === undefined || codes.has(code) || classes.has(Math.floor(code / 100)));
}

/** Letters of kinds and algorithms, with which a counter's key begins. */
const LETTERS = { rate: "r", quota: "q", bandwidth: "b" } as const;
const ALGORITHMS = { "sliding-window": "s", "token-bucket": "t", "fixed-window": "f" } as const;

/**
 * Where the counters of one holder count. A counter's identity is its kind, algorithm, period and its start, place and the
 * definition of its key; as long as these stay, it keeps what it has counted. Equal policies at one place are numbered.
 */
class CounterPlaces {
  readonly #holder: PolicyHolder;
  readonly #seen = new Map<string, number>();

  constructor(holder: PolicyHolder) {
    this.#holder = holder;
  }

  /** The place itself, or an API or operation within it. `written`: the names that the place does not contain already. */
  within(names: readonly string[], written = names): Where {
    const [api, operation] = names;
    const inPlace = (place: string) => [place, ...written].join("/");
    const { place, counterPlace = place } = this.#holder;
    const at = Object.freeze({ place: inPlace(place), index: 0 });
    return { at, api, operation, identity: this.#identity(inPlace(counterPlace)) };
  }

  /** An entry of a list; the name of a counter stands for place and key. */
  at(index: number, name: string | undefined): Where {
    const { place, counterPlace = place } = this.#holder;
    const at = Object.freeze({ place, index, ...(name !== undefined && { name }) });
    const identity =
      name === undefined ? this.#identity(counterPlace) : (how: string) => `${how} ${short(`#${name}`)} `;
    return { at, api: undefined, operation: undefined, identity };
  }

  // Unambiguous, because the caller's text follows: the number stands first, and no place contains a space.
  #identity(place: string): Where["identity"] {
    const at = short(place.replace(/[% ]/g, encodeURIComponent));
    return (how, definition) => {
      const rest = `${at}${definition === "" ? "" : ` ${short(definition)}`} `;
      const number = (this.#seen.get(`${how} ${rest}`) ?? 0) + 1;
      this.#seen.set(`${how} ${rest}`, number);
      return `${how}${number === 1 ? "" : `*${number}`} ${rest}`;
    };
  }
}

/** Longest text of a place, a name or a definition that stands in keys as it is. */
const short = (text: string): string => shortened(text, 64);
