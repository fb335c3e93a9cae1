import type { PlacedRule } from "../report/report.js";
import type { Rule } from "../report/rule.js";
import type { TokenUse } from "../meaning/token-use.js";
import { countsByClaim } from "./limit-policies.js";
import { isEmpty, methodsWhere, type MethodSet } from "./method-set.js";
import type { Point } from "./points.js";

/** A rule where it means the same: for the same methods, and with the same token before it. */
export interface RuleInstance<Kind extends Rule = Rule> {
  readonly rule: Kind;
  readonly at: string;
  readonly scope: string;
  /** Tells apart rules on one line. */
  readonly id: string;
  /** Every method, unless operations are not known. */
  readonly methods: MethodSet;
  /** The token rule whose claims it reads, by its `id`. */
  readonly tokenId: string | undefined;
  /** Whether the values of the claim are compared as one text. */
  readonly isJoined: boolean;
  readonly points: ReadonlySet<Point>;
}

/** The rules that apply to points, and those of which it is not known. */
export interface Instances {
  /** In the order of the gateway. */
  readonly known: readonly RuleInstance[];
  readonly unknown: readonly { readonly at: string; readonly point: Point }[];
}

export function instancesOf(
  rules: readonly PlacedRule[],
  points: readonly Point[],
  tokens: ReadonlyMap<Rule, TokenUse> = new Map(),
): Instances {
  const byPlace = new Map<string, PlacedRule[]>();
  for (const rule of rules) {
    const others = byPlace.get(rule.at);
    if (others) others.push(rule);
    else byPlace.set(rule.at, [rule]);
  }
  const found = new Map<string, RuleInstance & { readonly points: Set<Point> }>();
  const unknown: { readonly at: string; readonly point: Point }[] = [];
  for (const point of points) {
    const validated = new ValidatedTokens();
    for (const at of new Set(point.chain)) {
      for (const [index, { rule, scope, when }] of (byPlace.get(at) ?? []).entries()) {
        const methods = methodsWhere(when, point.surroundings);
        if (methods === undefined) {
          unknown.push({ at, point });
          continue;
        }
        if (isEmpty(methods)) continue;
        const use = tokens.get(rule);
        const tokenId = readsClaims(rule) ? validated.last(use?.variable) : undefined;
        const id = index === 0 ? at : `${at} ${index + 1}`;
        const key = JSON.stringify([id, methods, tokenId ?? null]);
        const instance = found.get(key) ?? {
          ...{ rule, at, scope, id, methods, tokenId },
          ...{ isJoined: use?.isJoined === true, points: new Set() },
        };
        found.set(key, instance);
        instance.points.add(point);
        if (rule.kind === "token") validated.add(id, use?.variable);
      }
    }
  }
  return { known: [...found.values()], unknown };
}

/** The tokens that rules have validated at a point so far. */
class ValidatedTokens {
  readonly #byVariable = new Map<string, string>();
  #last: string | undefined;

  add(id: string, variable: string | undefined): void {
    this.#last = id;
    if (variable !== undefined) this.#byVariable.set(variable, id);
  }

  /** The last one in a variable, or the last one of all. */
  last(variable: string | undefined): string | undefined {
    return variable === undefined ? this.#last : this.#byVariable.get(variable);
  }
}

const readsClaims = (rule: Rule): boolean =>
  rule.kind === "claim" || ((rule.kind === "rate" || rule.kind === "quota") && countsByClaim(rule.by));
