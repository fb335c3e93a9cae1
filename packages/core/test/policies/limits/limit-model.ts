import type { Counter, CounterKind } from "#src/policies/limits/counter-store.js";
import { NaiveLog } from "./naive-log.js";
import type { Catalog, CounterKeyPart, Keyed, Limited, LimitedCatalog, Sent } from "./limit-catalogs.js";

/** A limit of the catalog, as the pages describe it: where it stands, and all that makes its counter another one. */
export interface ModelLimit {
  readonly id: string;
  readonly place: string;
  readonly kind: "rate" | "quota";
  readonly counterKind: CounterKind;
  readonly calls: number;
  readonly period: number;
  readonly amount: number;
  readonly anchor: number;
  readonly keyOf: (sent: Sent) => readonly string[] | undefined;
  readonly appliesTo: (sent: Sent) => boolean;
}

/** What a guard of a request must do. */
export type Expected =
  | { readonly outcome: "admit" }
  | { readonly outcome: "refuse"; readonly code: string; readonly retryAfter: number };

const YEAR_1 = Date.UTC(2001, 0, 1) - 730_485 * 86_400_000;

/** Every admitted call in a log per counter, and nothing clever. Knows the options and nothing of the code that settles them. */
export class LimitModel {
  #limits: readonly ModelLimit[];
  readonly #logs = new Map<string, NaiveLog>();

  constructor(catalog: LimitedCatalog) {
    this.#limits = limitsOf(catalog);
  }

  /** Replaces the catalog; returns the limits that begin anew, as `kind place`. */
  update(catalog: LimitedCatalog): readonly string[] {
    const before = this.#limits;
    this.#limits = limitsOf(catalog);
    const gone = before.filter(({ id }) => !this.#limits.some((one) => one.id === id));
    return this.#limits
      .filter(({ id }) => !before.some((one) => one.id === id))
      .filter(({ kind, place }) => gone.some((one) => one.kind === kind && one.place === place))
      .map(({ kind, place }) => `${kind} ${place}`);
  }

  /** Judges one guard of a request. `counted`: the counters that earlier guards of it have raised. */
  judge(sent: Sent, rule: readonly Keyed[], now: number, counted: Set<string>): Expected {
    const limits = [...this.#limits, ...keyedAt("rule", JSON.stringify(rule), "rate", rule)];
    const uses = new Map<string, { readonly limit: ModelLimit; readonly counter: Counter }>();
    for (const limit of limits.filter((one) => one.appliesTo(sent))) {
      const key = limit.keyOf(sent);
      if (key === undefined) continue;
      const id = JSON.stringify([limit.id, key]);
      if (counted.has(id)) continue;
      const known = uses.get(id);
      if (known !== undefined && known.counter.amount >= limit.amount) continue;
      const { counterKind: kind, calls, amount, period, anchor } = limit;
      const counter = { key: id, kind, limit: calls, amount, period, anchor, isMadeUp: false };
      uses.set(id, { limit, counter });
    }
    const waits = [...uses].map(([id, { limit, counter }]) => ({
      limit,
      wait: this.#log(id).wait(counter, now),
    }));
    const without = waits.filter(({ wait }) => wait > 0);
    if (without.length > 0) {
      const rates = without.filter(({ limit }) => limit.kind === "rate");
      const told = rates.length > 0 ? rates : without;
      const longest = Math.max(...told.map(({ wait }) => wait));
      const code = rates.length > 0 ? "rate_exceeded" : "quota_exceeded";
      return { outcome: "refuse", code, retryAfter: Math.max(1, Math.ceil(longest / 1000)) };
    }
    for (const [id, { counter }] of uses) {
      this.#log(id).add(counter, now);
      counted.add(id);
    }
    return { outcome: "admit" };
  }

  #log(id: string): NaiveLog {
    let log = this.#logs.get(id);
    if (log === undefined) this.#logs.set(id, (log = new NaiveLog()));
    return log;
  }
}

function limitsOf({ policies, products, apis }: LimitedCatalog): readonly ModelLimit[] {
  const all = (given: Limited, place: string, only: (sent: Sent) => boolean): ModelLimit[] => [
    ...(given.rateLimit === undefined ? [] : [ofCallers(place, "rate", given.rateLimit, only)]),
    ...keyedAt(place, place, "rate", given.rateLimitByKey ?? [], only),
    ...(given.quota === undefined ? [] : [ofCallers(place, "quota", given.quota, only)]),
    ...keyedAt(place, place, "quota", given.quotaByKey ?? [], only),
  ];
  return [
    ...all(policies, "global", () => true),
    ...Object.entries(products).flatMap(([name, given]) => {
      const only = ({ product }: Sent) => product === name;
      const within = Object.entries(given.rateLimit?.apis ?? {}).flatMap(([api, ofApi]) => [
        ofCallers(`product:${name}/${api}`, "rate", ofApi, (sent) => only(sent) && sent.api === api),
        ...Object.entries(ofApi.operations ?? {}).map(([operation, one]) =>
          ofCallers(
            `product:${name}/${api}/${operation}`,
            "rate",
            one,
            (sent) => only(sent) && sent.api === api && sent.operation === operation,
          ),
        ),
      ]);
      return [...all(given, `product:${name}`, only), ...within];
    }),
    ...Object.entries(apis).flatMap(([name, given]) => [
      ...all(given, `api:${name}`, ({ api }) => api === name),
      ...Object.entries(given.operations).flatMap(([operation, one]) =>
        all(
          one,
          `operation:${name}/${operation}`,
          (sent) => sent.api === name && sent.operation === operation,
        ),
      ),
    ]),
  ];
}

function ofCallers(
  place: string,
  kind: "rate" | "quota",
  { calls, renewalPeriod, algorithm }: Catalog["rate"],
  appliesTo: ModelLimit["appliesTo"],
): ModelLimit {
  const counterKind = kind === "quota" ? "fixed-window" : (algorithm ?? "sliding-window");
  return {
    ...{ id: JSON.stringify([kind, counterKind, renewalPeriod, place]), place, kind, counterKind, calls },
    ...{ period: renewalPeriod * 1000, amount: 1, anchor: YEAR_1, appliesTo },
    keyOf: ({ subscription, network }) => [subscription === undefined ? `i${network}` : `s${subscription}`],
  };
}

// Equal policies at one place are told apart by their number.
function keyedAt(
  place: string,
  counterPlace: string,
  kind: "rate" | "quota",
  list: readonly Keyed[],
  appliesTo: ModelLimit["appliesTo"] = () => true,
): ModelLimit[] {
  const seen = new Map<string, number>();
  return list.map(({ calls, renewalPeriod, algorithm, counterKey, counterName, incrementCount = 1 }) => {
    const counterKind = kind === "quota" ? "fixed-window" : (algorithm ?? "sliding-window");
    const how = [kind, counterKind, renewalPeriod];
    const own = JSON.stringify(
      counterName === undefined ? [...how, counterPlace, counterKey] : [...how, counterName],
    );
    const number = counterName === undefined ? (seen.get(own) ?? 0) + 1 : 0;
    seen.set(own, number);
    return {
      ...{ id: `${own} ${number}`, place, kind, counterKind, calls, amount: incrementCount, appliesTo },
      ...{ period: renewalPeriod * 1000, anchor: YEAR_1 },
      keyOf: (sent: Sent) => counterKey.map((part) => textOf(part, sent)),
    };
  });
}

function textOf(part: CounterKeyPart, sent: Sent): string {
  if (typeof part === "object") {
    if ("text" in part) return part.text;
    if ("header" in part) return sent.tenant ?? "";
    return part.firstOf.map((one) => textOf(one, sent)).find((text) => text !== "") ?? "";
  }
  const { subscription, network, product, api, operation } = sent;
  if (part === "caller") return subscription === undefined ? `i${network}` : `s${subscription}`;
  return { subscription, ip: network, product, api, operation }[part] ?? "";
}
