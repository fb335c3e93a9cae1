import type { CounterKeyPart } from "../policies/limits/counter-key.js";
import type { LimitedCall, LimitedResponse } from "../policies/limits/limited-call.js";
import * as form from "./forms.js";

/** The response header fields of a rate limit. None is sent unless it is named. */
export interface LimitHeaders {
  /** Field for the calls left, on admitted responses. Of several limits with the same field, the smallest number. */
  readonly remainingCallsHeaderName?: string;
  /** Field for the calls of the period, on admitted and refused responses. */
  readonly totalCallsHeaderName?: string;
  /** Field for the seconds to wait, on refused responses, in place of `Retry-After`. */
  readonly retryAfterHeaderName?: string;
}

/** Calls per time. */
export interface CallRate {
  /** Calls that a period has room for: 1 or more. */
  readonly calls: number;
  /** Length of the period in seconds, 1 to 86400. API Management accepts 300 at most. */
  readonly renewalPeriod: number;
}

/** Calls per time of an API within a product. */
export interface ApiCallRate extends CallRate {
  /** The same for operations of the API, by name. */
  readonly operations?: { readonly [operation: string]: CallRate };
}

/** How calls per time are counted. */
export type RateAlgorithm = "sliding-window" | "token-bucket";

/** A limit of calls per time for each caller (`rate-limit` of API Management). */
export interface RateLimitOptions extends CallRate, LimitHeaders {
  /**
   * `sliding-window`: in no period more than `calls`, exact to the millisecond up to 1000 calls. `token-bucket`: refilled
   * evenly. Default `sliding-window`.
   */
  readonly algorithm?: RateAlgorithm;
  /**
   * Whose calls are counted: those of each caller (the subscription of a good key, else the client application, else the
   * network), or only those with a subscription key. Default `caller`.
   */
  readonly per?: "caller" | "subscription";
  /** At a product: further limits for APIs of the product, by name. They count beside the product's. */
  readonly apis?: { readonly [api: string]: ApiCallRate };
  /** At an API: further limits for operations, by name. */
  readonly operations?: { readonly [operation: string]: CallRate };
}

/** Whether a response counts, by its status. */
export interface IncrementCondition {
  /** Only these: codes, or classes such as `2xx`. */
  readonly status?: readonly (number | "1xx" | "2xx" | "3xx" | "4xx" | "5xx")[];
  /** All but these codes. */
  readonly statusNot?: readonly number[];
}

/** What counts by a key. */
export interface KeyedCount {
  /** What is counted apart: a list of parts, or, in code, a function of the call. */
  readonly counterKey: readonly CounterKeyPart[] | ((call: LimitedCall) => string | undefined);
  /** Policies with the same name share one counter, which a request raises once. Default: one counter per place. */
  readonly counterName?: string;
  /** How much a call counts, 1 or more; in code also a function of the response. Default 1. */
  readonly incrementCount?: number | ((response: LimitedResponse) => number);
  /**
   * Which responses count; in code also a function. The call is admitted when there is room for one, and counted when its
   * response has ended. Default: every admitted call counts, at once.
   */
  readonly incrementCondition?: IncrementCondition | ((response: LimitedResponse) => boolean);
}

/** A limit of calls per time for each value of a key (`rate-limit-by-key`). */
export interface RateLimitByKeyOptions extends CallRate, KeyedCount, LimitHeaders {
  /** As in `rateLimit`. Default `sliding-window`. */
  readonly algorithm?: RateAlgorithm;
}

/** What a quota allows: calls, bytes or both. */
export interface Volume {
  /** Calls per period, 1 or more. */
  readonly calls?: number;
  /** Kilobytes (1024 bytes) of request and response bodies per period, 1 or more. The call that exceeds it is answered. */
  readonly bandwidth?: number;
}

/** A quota of an API within a product. Its period is that of the product's quota. */
export interface ApiVolume extends Volume {
  /** The same for operations of the API, by name. */
  readonly operations?: { readonly [operation: string]: Volume };
}

/** A quota for each caller (`quota`). Periods begin when the subscription starts, else in year 1. */
export interface QuotaOptions extends Volume {
  /** Length of a period in seconds; 0: never renewed. */
  readonly renewalPeriod: number;
  /** As in `rateLimit`. Default `caller`. */
  readonly per?: "caller" | "subscription";
  /** Further quotas for APIs of the product, by name. */
  readonly apis?: { readonly [api: string]: ApiVolume };
}

/** A quota for each value of a key (`quota-by-key`). */
export interface QuotaByKeyOptions extends Volume, KeyedCount {
  /** Length of a period in seconds; 0: never renewed. */
  readonly renewalPeriod: number;
  /** Where the first period begins, in ISO 8601; UTC without a zone. Default `0001-01-01T00:00:00Z`, a Monday. */
  readonly firstPeriodStart?: string;
}

/** Milliseconds since 1970 of a `firstPeriodStart`. Without a zone JavaScript would take that of the machine. */
export const periodStart = (written: string): number =>
  Date.parse(/(?:Z|[+-]\d\d:\d\d)$/i.test(written) ? written : `${written}Z`);

/** Longest period of a rate limit: a day, in seconds. */
const MAX_RATE_PERIOD = 86_400;
/** Longest period of a quota: ten years, in seconds. */
const MAX_QUOTA_PERIOD = 315_360_000;
/** Most calls or kilobytes: with the longest periods, all arithmetic of counters stays exact. */
const MAX_CALLS = 100_000_000;
const MAX_KILOBYTES = 1_000_000_000_000;

const calls = form.count("calls", MAX_CALLS, 1);
const bandwidth = form.count("kilobytes", MAX_KILOBYTES, 1);
const ratePeriod = form.count("seconds", MAX_RATE_PERIOD, 1);
const quotaPeriod = form.count("seconds", MAX_QUOTA_PERIOD);
const algorithm = form.optional(form.oneOf(["sliding-window", "token-bucket"]));
const per = form.optional(form.oneOf(["caller", "subscription"]));

const limitHeaders: form.FormsOf<LimitHeaders> = {
  remainingCallsHeaderName: form.optional(form.text()),
  totalCallsHeaderName: form.optional(form.text()),
  retryAfterHeaderName: form.optional(form.text()),
};

const byOperation = (entry: form.Form) =>
  form.optional(form.byName(entry, "an object with one entry per operation"));
const callRate = form.object<CallRate>({ calls, renewalPeriod: ratePeriod });
const volumeForms: form.FormsOf<Volume> = {
  calls: form.optional(calls),
  bandwidth: form.optional(bandwidth),
};

export const rateLimitForm: form.Form = form.object<RateLimitOptions>({
  calls,
  renewalPeriod: ratePeriod,
  ...limitHeaders,
  algorithm,
  per,
  apis: form.optional(
    form.byName(
      form.object<ApiCallRate>({ calls, renewalPeriod: ratePeriod, operations: byOperation(callRate) }),
      "an object with one entry per API",
    ),
  ),
  operations: byOperation(callRate),
});

export const quotaForm: form.Form = form.object<QuotaOptions>({
  ...volumeForms,
  renewalPeriod: quotaPeriod,
  per,
  apis: form.optional(
    form.byName(
      form.object<ApiVolume>({ ...volumeForms, operations: byOperation(form.object<Volume>(volumeForms)) }),
      "an object with one entry per API",
    ),
  ),
});

const PARTS = ["caller", "subscription", "client", "user", "ip", "product", "api", "operation"] as const;
const A_PART = `one of ${PARTS.map((part) => `"${part}"`).join(", ")}, or { header }, { claim }, { text }, { firstOf }`;

const simpleParts = {
  header: form.object<{ header: unknown }>({ header: form.text() }),
  claim: form.object<{ claim: unknown; of: unknown }>({
    claim: form.text(),
    of: form.optional(form.text()),
  }),
  text: form.object<{ text: unknown }>({ text: form.shortText(1, 128) }),
};
const SOME_PARTS = 'at least one part, such as ["caller"]';
const partsOf = (objects: Readonly<Record<string, form.Form>>) =>
  form.filledList(
    form.byKind({ string: form.oneOf(PARTS, A_PART), object: form.byMember(objects, A_PART) }, A_PART),
    SOME_PARTS,
  );
const counterKey = partsOf({
  ...simpleParts,
  firstOf: form.object<{ firstOf: unknown }>({ firstOf: partsOf(simpleParts) }),
});

const status = form.integerBetween(100, 599, "a status from 100 to 599");
const incrementCondition = form.object<IncrementCondition>({
  status: form.optional(
    form.filledList(
      form.either(
        [form.oneOf(["1xx", "2xx", "3xx", "4xx", "5xx"]), status],
        'a status, or "2xx" and similar',
      ),
      "at least one status",
    ),
  ),
  statusNot: form.optional(form.filledList(status, "at least one status")),
});
const incrementCount = form.count("calls", MAX_CALLS, 1);

const keyedForms: form.FormsOf<KeyedCount> = {
  counterKey,
  counterName: form.optional(form.text()),
  incrementCount: form.optional(incrementCount),
  incrementCondition: form.optional(incrementCondition),
};

const keyedFormsInCode: form.FormsOf<KeyedCount> = {
  counterKey: form.byKind({ list: counterKey, function: form.aFunction }, "a list of parts, or a function"),
  counterName: keyedForms.counterName,
  incrementCount: form.optional(form.either([incrementCount, form.aFunction], "a number, or a function")),
  incrementCondition: form.optional(
    form.byKind({ object: incrementCondition, function: form.aFunction }, "an object, or a function"),
  ),
};

const rateLimitByKeyForm = (keyed: form.FormsOf<KeyedCount>) =>
  form.object<RateLimitByKeyOptions>({
    calls,
    renewalPeriod: ratePeriod,
    ...limitHeaders,
    algorithm,
    ...keyed,
  });

const quotaByKeyForm = (keyed: form.FormsOf<KeyedCount>) =>
  form.object<QuotaByKeyOptions>({
    ...volumeForms,
    renewalPeriod: quotaPeriod,
    ...keyed,
    firstPeriodStart: form.optional(form.text()),
  });

const listOf = (entry: form.Form) =>
  form.optional(form.filledList(entry, "at least one policy, or leave it out"));

/** The forms of `rateLimitByKey`. */
export const rateLimitByKeyForms: { readonly inCode: form.Form; readonly inFile: form.Form } = {
  inCode: listOf(rateLimitByKeyForm(keyedFormsInCode)),
  inFile: listOf(rateLimitByKeyForm(keyedForms)),
};

/** The forms of `quotaByKey`. */
export const quotaByKeyForms: { readonly inCode: form.Form; readonly inFile: form.Form } = {
  inCode: listOf(quotaByKeyForm(keyedFormsInCode)),
  inFile: listOf(quotaByKeyForm(keyedForms)),
};
