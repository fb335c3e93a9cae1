import type { Problem } from "../lib/errors.js";
import type { CountersEvent, GuardedCountersSettings } from "../policies/limits/guarded-counters-settings.js";
import type { CounterKind, CounterStore } from "../policies/limits/counter-store.js";
import { DEFAULT_MADE_UP_COUNTERS } from "../policies/limits/memory-counter-store.js";
import * as form from "./forms.js";

/** Where calls are counted. */
export interface CountersOptions {
  /**
   * The store that several instances share, such as `createRedisCounters` returns. Default: this process, so N instances
   * admit N times the limit, and quotas are forgotten when the process ends.
   */
  readonly store?: CounterStore;
  /** Milliseconds for one answer of the store, 10 to 5000. Default 250. */
  readonly timeout?: number;
  /**
   * While the store fails: `local` counts in this process, so no limit is lifted; `refuse` answers 503
   * (`limits_unavailable`); `admit-uncounted` lifts every limit. Default `local`.
   */
  readonly onStoreFailure?: "local" | "refuse" | "admit-uncounted";
  /**
   * Counters in memory whose keys a caller can make up, as from an address or a header, 1000 to 10000000. Default
   * 100000. When there are more, the least recently used ones are forgotten.
   */
  readonly max?: number;
  /** Length of an IPv6 network in bits, 32 to 128: its addresses count as one caller. Default 56. */
  readonly ipv6Prefix?: number;
  /**
   * `ietf` adds the fields `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-11 to responses, for
   * every limit that counts the call. Default `none`: the fields that limits name.
   */
  readonly headers?: "none" | "ietf";
  /** Called when the store fails and when it answers again. Default: a process warning. */
  readonly onChange?: (event: CountersEvent) => void;
}

/** How calls are counted. */
export interface CountingOptions {
  /** Where calls are counted, and what happens while they cannot be. */
  readonly counters?: CountersOptions;
}

export interface CountingSettings {
  readonly counters: Omit<GuardedCountersSettings, "clock" | "onChange"> & {
    readonly onChange: ((event: CountersEvent) => void) | undefined;
  };
  readonly ipv6Prefix: number;
  readonly ietfFields: boolean;
}

export const countingForms: form.FormsOf<CountingOptions> = {
  counters: form.optional(
    form.object<CountersOptions>({
      store: form.optional(form.port("take")),
      timeout: form.optional(form.count("milliseconds", 5_000, 10)),
      onStoreFailure: form.optional(form.oneOf(["local", "refuse", "admit-uncounted"])),
      max: form.optional(form.count("counters", 10_000_000, 1_000)),
      ipv6Prefix: form.optional(form.count("bits", 128, 32)),
      headers: form.optional(form.oneOf(["none", "ietf"])),
      onChange: form.optional(form.aFunction),
    }),
  ),
};

export function settleCounting({ counters = {}, ...left }: CountingOptions): CountingSettings {
  form.nothingLeft(left);
  const {
    store,
    timeout = 250,
    onStoreFailure = "local",
    max = DEFAULT_MADE_UP_COUNTERS,
    ipv6Prefix = 56,
    headers = "none",
    onChange,
    ...rest
  } = counters;
  form.nothingLeft(rest);
  return {
    counters: Object.freeze({
      ...(store !== undefined && { store }),
      timeout,
      onStoreFailure,
      max,
      onChange,
    }),
    ipv6Prefix,
    ietfFields: headers === "ietf",
  };
}

/** What is wrong with a rate limit that the store cannot count. */
export function kindProblems(
  path: string,
  algorithm: CounterKind,
  kinds: readonly CounterKind[] | undefined,
): Problem[] {
  if (kinds === undefined || kinds.includes(algorithm)) return [];
  const others = kinds.filter((kind) => kind !== "fixed-window");
  const fix = `write algorithm: "${others[0] ?? "sliding-window"}", or use a store that keeps it, such as Redis`;
  return [
    { path: `${path}.algorithm`, message: `is ${algorithm}, which the store of counters does not keep`, fix },
  ];
}

/** What is wrong with a quota that the store cannot count. */
export function quotaKindProblems(path: string, kinds: readonly CounterKind[] | undefined): Problem[] {
  if (kinds === undefined || kinds.includes("fixed-window")) return [];
  const fix = "remove it, or use a store that keeps fixed windows, such as Redis or PostgreSQL";
  return [{ path, message: "is a quota, which the store of counters does not keep", fix }];
}
