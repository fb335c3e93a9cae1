import type { ContextRule, LimitRule, Rule } from "#src/report/rule.js";
import { admit, type Entry } from "./admit.js";
import { refused, type Asked, type Verdict } from "./asked.js";
import { joined, satisfies, type Claims } from "./claims.js";
import { holds } from "./conditions.js";
import { passesAddress, passesCertificate, passesHeader } from "./connection-rules.js";
import { findOperation, type Place } from "./find-operation.js";
import { Counters, demandsOf } from "./limits.js";
import { chainOf, effectiveOf, rulesByPlace } from "./chain-of.js";
import type { Service, UsingRule } from "./service.js";
import { judgeToken } from "./token-rule.js";

/** A rule that a request does not satisfy. */
interface Failure {
  readonly at: string;
  readonly status: number;
}

/**
 * Decides requests as the gateway would whose configuration a report describes: by `effective` and `rules` alone, without
 * the catalog that the import writes and without the code that enforces it.
 */
export class Gateway {
  readonly #service: Service;
  readonly #rules: ReadonlyMap<string, readonly UsingRule[]>;
  readonly #counters = new Counters();

  constructor(service: Service) {
    this.#service = service;
    this.#rules = rulesByPlace(service);
  }

  /** `now`: milliseconds since 1970. Counts the request when it is admitted. */
  judge(asked: Asked, now: number): Verdict {
    const { report, held } = this.#service;
    const place = findOperation(report, asked);
    if (place === undefined || held.has("global") || held.has(`api:${place.api}`) || isLeftOut(place, held))
      return refused("no operation", 404);
    const entry = admit(place.api, asked, this.#service, now);
    if (entry === undefined) {
      // Addresses, headers and certificates may be checked before the credential. 403: a token without the role.
      const early = this.#chains(place).flatMap((rules) => this.#early(rules, place, asked, now));
      return refused("key", 401, ...(asked.headers["authorization"] === undefined ? [] : [403]), ...early);
    }
    const rules = this.#chain(place, entry.product);
    const { failures: found, read } = this.#check(rules, { place, entry, asked, now });
    const failures = [...found, ...this.#answers(place, entry.product)];
    if (failures.length > 0)
      return {
        admitted: false,
        statuses: new Set(failures.map(({ status }) => status)),
        by: failures.map(({ at }) => at),
      };
    return this.#count(rules, { place, entry, asked, now }, read);
  }

  #chain(place: Place, product: string | undefined): readonly UsingRule[] {
    return chainOf({ report: this.#service.report, rules: this.#rules }, place, product);
  }

  /** A call that the gateway answers itself never comes to the application, where it is 404. */
  #answers(place: Place, product: string | undefined): readonly Failure[] {
    const { report, answered } = this.#service;
    const { api, operation, context } = effectiveOf(report, place, product);
    return answered
      .filter((one) => one.api === api && one.operation === operation && one.context === context)
      .map(({ at }) => ({ at, status: 404 }));
  }

  #chains(place: Place): readonly (readonly UsingRule[])[] {
    const products = this.#service.report.apis[place.api]!.products;
    return [undefined, ...products].map((product) => this.#chain(place, product));
  }

  #early(rules: readonly UsingRule[], place: Place, asked: Asked, now: number): readonly number[] {
    const entry: Entry = { product: undefined, subscription: undefined };
    const { failures } = this.#check(
      rules.filter(({ rule }) => ["header", "ip", "certificate"].includes(rule.kind)),
      { place, entry, asked, now },
    );
    return failures.map(({ status }) => status);
  }

  #check(rules: readonly UsingRule[], call: Call): Checked {
    const failures: Failure[] = [];
    const verified = new Map<string, Claims | undefined>();
    const read = new Map<UsingRule, Claims | undefined>();
    let last: Claims | undefined;
    for (const placed of rules) {
      const { at, rule, when, use } = placed;
      if (when !== undefined && !holds(when, circumstancesOf(call), this.#service)) continue;
      if (rule.kind === "token") {
        last = judgeToken(rule, call.asked, this.#service, call.now / 1_000);
        if (last === undefined) failures.push({ at, status: Number(rule.status) });
        if (use !== undefined) verified.set(use.variable, last);
        continue;
      }
      const claims = use === undefined ? last : verified.get(use.variable);
      read.set(placed, claims);
      if (!this.#passes(placed, call, claims))
        failures.push(...statusesOf(rule).map((status) => ({ at, status })));
    }
    return { failures, read };
  }

  #passes({ rule, use }: UsingRule, { entry, asked, now }: Call, claims: Claims | undefined): boolean {
    switch (rule.kind) {
      case "header":
        return passesHeader(rule, asked);
      case "ip":
        return passesAddress(rule, asked);
      case "certificate":
        return passesCertificate(rule, asked, this.#service, now);
      case "claim":
        return (
          claims !== undefined && satisfies(use?.isJoined ? joined(claims) : claims, { values: [], ...rule })
        );
      case "key":
        return entry.subscription !== undefined;
      case "context":
        return isProductOf(rule, entry.product, this.#service);
      case "deny":
        return false;
      case "token":
      case "rate":
      case "quota":
        return true;
    }
  }

  #count(rules: readonly UsingRule[], call: Call, read: Checked["read"]): Verdict {
    const { place, entry, asked, now } = call;
    const limits = rules.filter(
      (one): one is UsingRule & { readonly rule: LimitRule } =>
        (one.rule.kind === "rate" || one.rule.kind === "quota") &&
        (one.when === undefined || holds(one.when, circumstancesOf(call), this.#service)),
    );
    const demands = limits.map((limit) => ({
      ...{ at: limit.at, kind: limit.rule.kind },
      demands: demandsOf(limit, { asked, claims: read.get(limit), ...place, ...entry }, this.#service.names),
    }));
    const without = demands.filter((limit) => !this.#counters.hasRoom(limit.demands, now));
    if (without.length > 0)
      return {
        admitted: false,
        statuses: new Set(without.map(({ kind }) => (kind === "rate" ? 429 : 403))),
        by: without.map(({ at }) => at),
      };
    this.#counters.raise(
      demands.flatMap((limit) => limit.demands),
      asked.answer,
      now,
    );
    return { admitted: true };
  }
}

/** Whether the product of the context is one that a rule names, by its name or, where no product has that, by what portals show. */
function isProductOf(
  { products }: ContextRule,
  product: string | undefined,
  { report, names }: Service,
): boolean {
  if (product === undefined || products === true) return product !== undefined;
  return products.some((wanted) =>
    Object.hasOwn(report.products, wanted) ? wanted === product : wanted === names.products.get(product),
  );
}

const isLeftOut = ({ api, operation }: Place, held: ReadonlySet<string>): boolean =>
  operation !== undefined && held.has(`operation:${api}/${operation}`);

/** A request with where it goes and in which context. */
interface Call {
  readonly place: Place;
  readonly entry: Entry;
  readonly asked: Asked;
  readonly now: number;
}

interface Checked {
  readonly failures: readonly Failure[];
  /** The claims that rules read: of the token in their variable, or of the one that was verified last. */
  readonly read: ReadonlyMap<UsingRule, Claims | undefined>;
}

const circumstancesOf = ({ place, entry, asked }: Call) => ({
  ...place,
  product: entry.product,
  method: asked.method,
});

/** A rule without a status is refused with 403. A certificate that is absent may be answered 401. */
const statusesOf = (rule: Rule): readonly number[] =>
  rule.kind === "certificate" ? [401, 403] : [Number("status" in rule ? (rule.status ?? 403) : 403)];
