import { channel } from "node:diagnostics_channel";
import type { Access } from "../decision/decision.js";
import type { Subscription } from "../evidence/subscriptions/subscription.js";
import type { Awaitable } from "../lib/awaitable.js";
import type { Counter } from "../policies/limits/counter-store.js";
import { countersOfCaller, type LimitedPlace } from "../policies/limits/counters-of-caller.js";
import { endOfPeriod } from "../policies/limits/fixed-window.js";
import type { LimitPolicy } from "../policies/limits/limit-policy.js";
import type { LimitUse } from "../policies/limits/limit-use.js";

/** A caller whose limits are read: a subscription as a store returns it, or a client application. */
export type LimitedCaller =
  | { readonly subscription: Pick<Subscription, "id" | "scope" | "startDate" | "createdDate"> }
  | {
      /** The application id, as `access.client.id`. */
      readonly client: string;
      /** The product that it calls. Default: every product. */
      readonly product?: string;
    };

/** What a caller has used of one limit. */
export interface LimitUsage {
  readonly kind: "rate" | "quota" | "bandwidth";
  /** Where the limit stands, as in events. */
  readonly place: string;
  /** Name of the counter, when the limit has one. */
  readonly name?: string;
  /** Calls, or kilobytes (1024 bytes), that a period has room for. */
  readonly limit: number;
  /** How much of it is used, in the same unit. Undefined: the limit counts by something of each call, such as its address. */
  readonly used: number | undefined;
  /** Seconds; 0: never renewed. */
  readonly renewalPeriod: number;
  /** When the next period of a quota begins, in milliseconds since 1970. */
  readonly renewedAt?: number;
}

/** What callers have used of their limits. For operators. */
export interface CallerLimits {
  /**
   * Reads what a caller has used of every limit that counts its calls, widest first. Rejects when the store of counters does
   * not answer.
   */
  of(caller: LimitedCaller): Promise<readonly LimitUsage[]>;
  /**
   * Forgets what a caller has used, and publishes it on the channel `product-auth:limits`. `by`: who does it, for the audit.
   * Rejects when the store does not answer.
   */
  reset(caller: LimitedCaller, act?: { readonly by?: string }): Promise<readonly LimitUsage[]>;
}

/** What callers have used was forgotten. */
export interface LimitsEvent {
  readonly action: "reset";
  readonly subscriptionId?: string;
  readonly clientId?: string;
  readonly by?: string;
  /** Number of counters that were reset. */
  readonly counters: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Name of the `node:diagnostics_channel` on which resets of limits are published. */
export const LIMITS_CHANNEL = "product-auth:limits";

/** What reading limits takes. */
export interface CallerLimitsContext {
  /** All places of the catalog. */
  readonly places: () => readonly LimitedPlace[];
  readonly counters: {
    read(counters: readonly Counter[], now: number): Awaitable<readonly number[]>;
    reset(keys: readonly string[]): Awaitable<void>;
  };
  readonly clock: () => number;
  /** Called after each reset. */
  readonly onReset?: (event: LimitsEvent) => void;
}

/** Makes `auth.limits`. */
export function callerLimits({ places, counters, clock, onReset }: CallerLimitsContext): CallerLimits {
  const usage = async (found: Found): Promise<readonly LimitUsage[]> => {
    const now = clock();
    const used = await counters.read(found.uses, now);
    return [
      ...found.uses.map((use, i) => usageOf(use.policy, used[i], renewedAt(use, now))),
      ...found.unknown.map((policy) => usageOf(policy, undefined, undefined)),
    ];
  };
  return Object.freeze({
    of: async (caller: LimitedCaller) => usage(countersOf(caller, places())),
    async reset(caller: LimitedCaller, { by }: { readonly by?: string } = {}) {
      const found = countersOf(caller, places());
      await counters.reset(found.uses.map(({ key }) => key));
      const event: LimitsEvent = {
        action: "reset",
        ...("client" in caller ? { clientId: caller.client } : { subscriptionId: caller.subscription.id }),
        ...(by !== undefined && { by }),
        counters: found.uses.length,
        at: clock(),
      };
      channel(LIMITS_CHANNEL).publish(Object.freeze(event));
      onReset?.(event);
      return usage(found);
    },
  });
}

interface Found {
  readonly uses: readonly LimitUse[];
  readonly unknown: readonly LimitPolicy[];
}

// One counter may be reached from many places.
function countersOf(caller: LimitedCaller, places: readonly LimitedPlace[]): Found {
  const uses = new Map<string, LimitUse>();
  const unknown = new Set<LimitPolicy>();
  for (const { product, api, operation, limits } of places) {
    if (!opens(caller, product, api)) continue;
    const found = countersOfCaller(limits, accessOf(caller, { product, api, operation }));
    for (const use of found.uses) if (!uses.has(use.key)) uses.set(use.key, use);
    for (const limit of found.unknown) unknown.add(limit);
  }
  return { uses: [...uses.values()], unknown: [...unknown] };
}

/** Whether a caller's credential is for a place. A subscription's scope is a product, an API, all APIs or everything. */
function opens(caller: LimitedCaller, product: string | undefined, api: string | undefined): boolean {
  if ("client" in caller)
    return product !== undefined && (caller.product === undefined || caller.product === product);
  const { scope } = caller.subscription;
  if (product !== undefined) return scope === `/products/${product}`;
  return api !== undefined && (scope === `/apis/${api}` || scope === "/apis" || scope === "/");
}

const accessOf = (
  caller: LimitedCaller,
  { product, api, operation }: Omit<LimitedPlace, "limits">,
): Access<string | undefined> => ({
  product,
  ...(api !== undefined && { api }),
  ...(operation !== undefined && { operation }),
  ...("client" in caller
    ? { credential: "token", client: { id: caller.client } }
    : { credential: "key", subscription: { ...caller.subscription, state: "active" } }),
});

function usageOf(
  { kind, place, limit, period }: LimitPolicy,
  used: number | undefined,
  renewed: number | undefined,
): LimitUsage {
  const unit = kind === "bandwidth" ? 1024 : 1;
  return {
    kind,
    place: place.place,
    ...(place.name !== undefined && { name: place.name }),
    limit: limit / unit,
    used: used === undefined ? undefined : used / unit,
    renewalPeriod: period / 1000,
    ...(renewed !== undefined && { renewedAt: renewed }),
  };
}

function renewedAt(counter: Counter, now: number): number | undefined {
  const isRenewed = counter.kind === "fixed-window" && counter.period > 0;
  return isRenewed ? endOfPeriod(counter, now) : undefined;
}
