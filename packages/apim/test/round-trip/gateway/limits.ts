import type { CountedBy, LimitPart, LimitRule } from "#src/report/rule.js";
import type { Asked } from "./asked.js";
import { valuesOf, type Claims } from "./claims.js";
import type { DisplayNames, KeyedSubscription } from "./service.js";

/** Who is counted. */
export interface Caller {
  readonly asked: Asked;
  readonly subscription: KeyedSubscription | undefined;
  /** The application whose token opened the product. */
  readonly client?: string | undefined;
  readonly product: string | undefined;
  readonly api: string;
  readonly operation: string | undefined;
  /** Claims of the token that was verified last. */
  readonly claims: Claims | undefined;
}

/** One counter that a request would raise. */
interface Demand {
  readonly id: string;
  readonly kind: "rate" | "quota";
  readonly calls: number;
  /** Milliseconds; 0: never renewed. */
  readonly period: number;
  readonly start: number;
  readonly count: number;
  readonly raises: (status: number) => boolean;
}

/** The counters of a service. */
export class Counters {
  readonly #raised = new Map<string, { readonly at: number; readonly count: number }[]>();

  /** Whether every limit has room. */
  hasRoom(demands: readonly Demand[], now: number): boolean {
    return demands.every(
      (demand) => this.#used(demand, now) + (demand.raises === always ? demand.count : 1) <= demand.calls,
    );
  }

  /** Counts an answered call; a counter is raised once, however many rules name it. */
  raise(demands: readonly Demand[], status: number, now: number): void {
    const raised = new Set<string>();
    for (const { id, count, raises } of demands) {
      if (raised.has(id) || !raises(status)) continue;
      raised.add(id);
      this.#raised.set(id, [...(this.#raised.get(id) ?? []), { at: now, count }]);
    }
  }

  #used({ id, kind, period, start }: Demand, now: number): number {
    const windowOf = (time: number): number => (period === 0 ? 0 : Math.floor((time - start) / period));
    return (this.#raised.get(id) ?? [])
      .filter(({ at }) => (kind === "rate" ? now < at + period : windowOf(at) === windowOf(now)))
      .reduce((sum, { count }) => sum + count, 0);
  }
}

const always = (): boolean => true;

/** The counters that a limit at `at` has for a caller. */
export function demandsOf(
  { at, rule }: { readonly at: string; readonly rule: LimitRule },
  caller: Caller,
  names: DisplayNames,
): readonly Demand[] {
  const key = isPerCaller(rule) ? callerOf(caller) : (keyOf(rule.by, caller) ?? "");
  const { kind, by, parts = [], status, statusNot } = rule;
  // Limits by a key count together wherever they stand, when their keys and numbers are equal.
  const place =
    by === "subscription" ? at : JSON.stringify([by, rule.calls, rule.bandwidth, rule.period, rule.start]);
  const ofSubscription = by === "subscription" ? caller.subscription?.startDate : undefined;
  const demand = (id: string, { calls, period }: Pick<LimitPart, "calls" | "period">): readonly Demand[] =>
    calls === undefined
      ? []
      : [
          {
            id: JSON.stringify([kind, id, key]),
            kind,
            calls: Number(calls),
            period: Number(period ?? rule.period) * 1_000,
            start: Date.parse(rule.start ?? ofSubscription ?? "0001-01-01T00:00:00Z"),
            count: Number(rule.count ?? 1),
            raises:
              status !== undefined
                ? (sent) => status[0] <= sent && sent <= status[1]
                : statusNot !== undefined
                  ? (sent) => sent !== statusNot
                  : always,
          },
        ];
  const apis = [caller.api, names.apis.get(caller.api)];
  const operations = [caller.operation, names.operations.get(`${caller.api}/${caller.operation ?? ""}`)];
  const matching = parts.filter(({ api }) => isAmong(api, apis));
  return [
    ...demand(place, rule),
    ...matching.flatMap((part) => demand(`${place} ${part.api ?? ""}`, part)),
    ...matching.flatMap(({ api = "", parts: inner = [] }) =>
      inner
        .filter(({ operation }) => isAmong(operation, operations))
        .flatMap((part) => demand(`${place} ${api} ${part.operation ?? ""}`, part)),
    ),
  ];
}

const isPerCaller = ({ by, status, statusNot, count, start }: LimitRule): boolean =>
  by === "subscription" && [status, statusNot, count, start].every((one) => one === undefined);

/**
 * The gateway counts a limit per subscription for calls with a key only. An import counts other callers as well, each by its
 * application or address: a limit that silently does not apply would be a trap.
 */
const callerOf = ({ subscription, client, asked }: Caller): string =>
  subscription?.id ?? client ?? asked.address;

const isAmong = (name: string | undefined, spellings: readonly (string | undefined)[]): boolean =>
  name !== undefined && spellings.some((one) => one?.toLowerCase() === name.toLowerCase());

const isList = (by: CountedBy): by is readonly CountedBy[] => Array.isArray(by);

/** What a call counts for; undefined: the call has none of it. */
function keyOf(by: CountedBy, caller: Caller): string | undefined {
  if (isList(by)) return by.map((one) => keyOf(one, caller)).find((key) => key !== undefined) ?? "";
  if (typeof by === "object") return by.join.map((part) => keyOf(part, caller) ?? "").join("");
  const { asked, subscription, product, api, operation, claims } = caller;
  const colon = by.indexOf(":");
  const [kind, name] = colon === -1 ? [by, ""] : [by.slice(0, colon), by.slice(colon + 1)];
  switch (kind) {
    case "subscription":
      return subscription?.id;
    case "ip":
      return asked.address;
    case "product":
      return product;
    case "api":
      return api;
    case "operation":
      return operation;
    case "header":
      return asked.headers[name] ?? "";
    case "claim":
      return (claims && valuesOf(claims, name)?.join(",")) ?? "";
    case "constant":
      return name;
    default:
      return "";
  }
}
