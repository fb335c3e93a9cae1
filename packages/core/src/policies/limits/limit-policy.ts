import type { PolicyPlace } from "../../decision/decision.js";
import type { CounterKind } from "./counter-store.js";
import type { CallerKind, CounterKey } from "./counter-key.js";
import type { LimitedResponse } from "./limited-call.js";

/** What a limit counts: calls per time, calls of a quota, or bytes of a quota. */
export type LimitKind = "rate" | "quota" | "bandwidth";

/** The header fields of a rate limit. Absent ones are not sent. */
export interface LimitFields {
  /** Calls left in the period, on admitted responses; in lower case. */
  readonly remaining: string | undefined;
  /** Calls of the period, on admitted and refused responses; in lower case. */
  readonly total: string | undefined;
  /** In place of `Retry-After`. */
  readonly retryAfter: string | undefined;
}

/** One counter of a rate limit or quota, with every default filled in. Frozen. */
export interface LimitPolicy {
  readonly place: PolicyPlace;
  readonly kind: LimitKind;
  readonly counterKind: CounterKind;
  /** Calls, or bytes. */
  readonly limit: number;
  /** Milliseconds; 0: never renewed. */
  readonly period: number;
  /** What distinguishes its counters from those of other limits. */
  readonly identity: string;
  /** The part of the counters' keys before the caller's, by the kind of caller. */
  readonly scopes: Readonly<Record<CallerKind, string>>;
  readonly key: CounterKey;
  /** What a call takes when it is admitted; 0 for what is counted when its response has ended. */
  readonly amount: number;
  /** How much a response counts, for what is counted when it has ended. Bytes are counted anyway. */
  readonly amountOf: ((response: LimitedResponse) => number) | undefined;
  /** Where the first period begins: milliseconds since 1970; undefined: when the subscription starts. */
  readonly anchor: number | undefined;
  readonly fields: LimitFields;
  /** What `total` says: the calls of the limit itself, also for those of its APIs and operations. */
  readonly total: number;
  /** The API and operation that it applies to, for limits of a product or an API that name them. */
  readonly api: string | undefined;
  readonly operation: string | undefined;
}

/** Whether a limit applies to an API and an operation. */
export const appliesAt = (
  { api, operation }: LimitPolicy,
  atApi: string | undefined,
  atOperation: string | undefined,
): boolean => (api === undefined || api === atApi) && (operation === undefined || operation === atOperation);

/** Whether it counts when the response has ended. */
export const isDeferred = ({ kind, amountOf }: LimitPolicy): boolean =>
  kind === "bandwidth" || amountOf !== undefined;
