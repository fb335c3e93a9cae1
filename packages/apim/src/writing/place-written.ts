import type { AddressRule, Rule } from "../report/rule.js";
import { addressList } from "./addresses.js";
import { refusalStatus } from "./connection-policies.js";
import { isEvery } from "./method-set.js";
import { coverOf, nameOf, type Standing } from "./places.js";
import type { Placing } from "./placing.js";
import type { Point } from "./points.js";
import type { WrittenRule } from "./written-rule.js";
import type { RuleInstance } from "./rule-instances.js";

/** Places a rule that becomes a policy in code. */
export function placeWritten(instance: RuleInstance, placing: Placing): readonly WrittenRule[] {
  const { rule, at, tokenId, points, scope } = instance;
  if (rule.kind === "claim" && tokenId === undefined) {
    placing.refuse(points, at, "reads a token that no rule before it verifies");
    return [];
  }
  const { places, left } = coverOf(points, scope, placing.places);
  return [
    ...places.map(({ standing }) => writtenAt(standing, instance, placing)),
    ...inContexts(left, instance, placing),
  ];
}

/** Whether the addresses of a rule can be read, as far as they are known. */
export const isReadable = ({ addresses, ranges }: AddressRule): boolean => {
  const isKnown = (text: string) => !text.includes("${env:");
  return (
    addressList(
      addresses.filter(isKnown),
      ranges.filter((range) => range.every(isKnown)),
    ) !== undefined
  );
};

/** A rule as the file of rules holds it. */
export function writtenAt(
  place: Standing,
  { rule, at, methods, tokenId, isJoined }: RuleInstance,
  { tokenNameOf }: Placing,
  contexts?: readonly string[],
): WrittenRule {
  return {
    at,
    place,
    ...(contexts !== undefined && { contexts }),
    ...(!isEvery(methods) && { methods }),
    ...(tokenId !== undefined && { token: tokenNameOf(tokenId) }),
    ...(isJoined && { joined: true as const }),
    rule: refusing(rule),
  };
}

interface InContexts {
  readonly place: Standing;
  readonly contexts: Set<string>;
}

// A status that refuses nothing would let the request pass.
const refusing = (rule: Rule): Rule =>
  "status" in rule && (rule.kind === "header" || rule.kind === "ip")
    ? { ...rule, status: refusalStatus(rule.status, 403) }
    : rule;

/** Points outside of places: at their API or operation, in some contexts only. */
export function inContexts(
  points: readonly Point[],
  instance: RuleInstance,
  placing: Placing,
): readonly WrittenRule[] {
  const found = new Map<string, InContexts>();
  const left = new Set(points);
  const apis = [...new Set(points.map(({ api }) => nameOf({ api })))];
  const whole = new Set(
    apis
      .flatMap((name) => [...groupedByContext(placing.places.byName.get(name)!.points).values()])
      .filter((group) => group.every((point) => left.has(point)))
      .flat(),
  );
  for (const point of points) {
    const { api, operation, context } = point;
    const place = operation === undefined || whole.has(point) ? { api } : { api, operation };
    const id = JSON.stringify(place);
    const known: InContexts = found.get(id) ?? { place, contexts: new Set() };
    found.set(id, known);
    known.contexts.add(context);
  }
  return [...found.values()].map(({ place, contexts }) => writtenAt(place, instance, placing, [...contexts]));
}

function groupedByContext(points: Iterable<Point>): ReadonlyMap<string, readonly Point[]> {
  const found = new Map<string, Point[]>();
  for (const point of points) found.set(point.context, [...(found.get(point.context) ?? []), point]);
  return found;
}
