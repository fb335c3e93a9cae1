import type { PlacedRule } from "../report/report.js";
import type { Rule } from "../report/rule.js";
import { countsByClaim } from "./limit-policies.js";
import { isEmpty, methodsWhere, type MethodSet } from "./method-set.js";
import type { Point } from "./points.js";

/** A rule where it means the same: for the same methods, and with the same token before it. */
export interface RuleInstance<Kind extends Rule = Rule> {
  readonly rule: Kind;
  readonly at: string;
  readonly scope: string;
  /** Every method, unless operations are not known. */
  readonly methods: MethodSet;
  /** Place of the token rule whose claims it reads. */
  readonly tokenAt: string | undefined;
  readonly points: ReadonlySet<Point>;
}

/** The rules that apply to the points, in the order of the gateway. */
export function instancesOf(rules: readonly PlacedRule[], points: readonly Point[]): readonly RuleInstance[] {
  const byPlace = new Map<string, PlacedRule[]>();
  for (const rule of rules) byPlace.set(rule.at, [...(byPlace.get(rule.at) ?? []), rule]);
  const found = new Map<string, RuleInstance & { readonly points: Set<Point> }>();
  for (const point of points) {
    let tokenAt: string | undefined;
    for (const at of new Set(point.chain)) {
      for (const [index, { rule, scope, when }] of (byPlace.get(at) ?? []).entries()) {
        const methods = methodsWhere(when, point.surroundings);
        if (isEmpty(methods)) continue;
        const read = readsClaims(rule) ? tokenAt : undefined;
        const id = JSON.stringify([at, index, methods, read ?? null]);
        const instance = found.get(id) ?? { rule, at, scope, methods, tokenAt: read, points: new Set() };
        found.set(id, instance);
        instance.points.add(point);
        if (rule.kind === "token") tokenAt = at;
      }
    }
  }
  return [...found.values()];
}

const readsClaims = (rule: Rule): boolean =>
  rule.kind === "claim" || ((rule.kind === "rate" || rule.kind === "quota") && countsByClaim(rule.by));
