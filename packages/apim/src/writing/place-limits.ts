import type { JsonObject } from "../json/json-value.js";
import type { LimitPart, LimitRule } from "../report/rule.js";
import { isBySubscription, keyedLimitOf, volumeOf } from "./limit-policies.js";
import { isEvery } from "./method-set.js";
import { coverOf, type Place } from "./places.js";
import { NOWHERE, type Placing } from "./placing.js";
import type { Point } from "./points.js";
import type { RuleInstance } from "./rule-instances.js";

type LimitInstance = RuleInstance<LimitRule>;

/** Places a limit: as `rateLimit` or `quota` where it stands at one place, else by the key of the caller. */
export function placeLimit(instance: LimitInstance, placing: Placing): void {
  const { rule, at, scope, methods, points } = instance;
  if (!isEvery(methods))
    return placing.refuse(points, at, "counts calls of some methods of unknown operations only");
  const { places, left } = coverOf(points, scope, placing.places);
  if (left.length > 0) return placing.refuse(left, at, NOWHERE);
  const [place, ...more] = places;
  if (place === undefined) return;
  if (more.length === 0 && isBySubscription(rule) && placeOwn(place, rule, placing)) return;
  placeKeyed(instance, places, placing);
  for (const part of rule.parts ?? []) placePart(part, instance, placing);
}

/** Sets `rateLimit` or `quota`; false where the place cannot hold it with all its parts. */
function placeOwn(place: Place, rule: LimitRule, { board }: Placing): boolean {
  const kind = rule.kind === "rate" ? "rateLimit" : "quota";
  const { product, api, operation } = place.standing;
  const mayStand = product !== undefined || (kind === "rateLimit" && api !== undefined);
  if (!mayStand || board.has(place, kind)) return false;
  const parts = rule.parts ?? [];
  const inner =
    product !== undefined
      ? partsByName(parts, rule, (part) => apisOf(part, place.points), place.points)
      : operation === undefined && parts.every((part) => part.api === undefined)
        ? partsByName(parts, rule, (part) => operationsOf(part, place.points), place.points)
        : parts.length === 0
          ? {}
          : undefined;
  if (inner === undefined) return false;
  const members = product !== undefined ? { apis: inner } : { operations: inner };
  return board.setOnly(place, kind, {
    ...volumeOf(rule),
    ...(Object.keys(inner).length > 0 && members),
  });
}

/** Limits of parts by the names of the catalog; undefined when two have one name, or one cannot be written. */
function partsByName(
  parts: readonly LimitPart[],
  rule: LimitRule,
  namesOf: (part: LimitPart) => readonly string[] | undefined,
  points: Iterable<Point>,
): JsonObject | undefined {
  const found = new Map<string, JsonObject>();
  for (const part of parts) {
    const names = namesOf(part);
    if (names === undefined) return undefined;
    for (const name of names) {
      const its = [...points].filter(({ api }) => api === name);
      const operations = partsByName(part.parts ?? [], rule, (one) => operationsOf(one, its), []);
      if (operations === undefined || found.has(name) || !hasVolume(part, rule)) return undefined;
      const inner = Object.keys(operations).length > 0 ? { operations } : {};
      found.set(name, { ...partVolume(part, rule), ...inner });
    }
  }
  return Object.fromEntries(found);
}

const hasVolume = ({ calls, bandwidth }: LimitPart, { kind }: LimitRule): boolean =>
  calls !== undefined || (kind === "quota" && bandwidth !== undefined);

// A part of a quota has the period of the whole.
const partVolume = ({ calls, bandwidth, period }: LimitPart, rule: LimitRule): JsonObject => ({
  ...(calls !== undefined && { calls }),
  ...(rule.kind === "quota"
    ? bandwidth !== undefined && { bandwidth }
    : { renewalPeriod: period ?? rule.period }),
});

/** The APIs that a part names; none for one that is not there, which counts nothing in the gateway either. */
const apisOf = (part: LimitPart, points: Iterable<Point>): readonly string[] | undefined =>
  part.api === undefined
    ? undefined
    : namesIn(
        points,
        ({ api }) => api,
        (point) => isOfApi(part, point),
      );

/** The same of operations; undefined when they are not known. */
function operationsOf(part: LimitPart, points: Iterable<Point>): readonly string[] | undefined {
  const all = [...points];
  if (part.operation === undefined || all.some(({ operation }) => operation === undefined)) return undefined;
  return namesIn(
    all,
    ({ operation }) => operation!,
    (point) => isOfOperation(part, point),
  );
}

const namesIn = (
  points: Iterable<Point>,
  nameOf: (point: Point) => string,
  isMeant: (point: Point) => boolean,
): readonly string[] => [...new Set([...points].filter(isMeant).map(nameOf))];

const isOfApi = ({ api }: LimitPart, { surroundings }: Point): boolean =>
  api === undefined || surroundings.api.includes(api);

const isOfOperation = ({ operation }: LimitPart, { surroundings }: Point): boolean =>
  operation === undefined || (surroundings.operation?.includes(operation) ?? false);

function placeKeyed(
  { rule, at, tokenId, points }: LimitInstance,
  places: readonly Place[],
  { board, refuse, tokenNameOf }: Placing,
): void {
  const token = tokenId === undefined ? undefined : tokenNameOf(tokenId);
  const limit = keyedLimitOf(rule, { at, token });
  if (limit === undefined) return;
  if ("unsayable" in limit) return refuse(points, at, `cannot be enforced: ${limit.unsayable}`);
  const kind = rule.kind === "rate" ? "rateLimitByKey" : "quotaByKey";
  for (const place of places) board.addLimit(place, kind, limit);
}

/** A part as a limit of its API or operation, beside the whole. */
function placePart(part: LimitPart, whole: LimitInstance, placing: Placing): void {
  const { rule, at, points } = whole;
  const its = [...points].filter((point) => isOfApi(part, point));
  const unknown = part.operation === undefined ? [] : its.filter(({ operation }) => operation === undefined);
  if (unknown.length > 0)
    return placing.refuse(unknown, at, "has a limit for an operation that is not known");
  const { kind } = rule;
  const limit: LimitRule = {
    ...{ kind, by: "subscription", period: (kind === "rate" ? part.period : undefined) ?? rule.period },
    ...(part.calls !== undefined && { calls: part.calls }),
    ...(part.bandwidth !== undefined && { bandwidth: part.bandwidth }),
    ...(part.parts !== undefined && { parts: part.parts }),
  };
  const instance = {
    ...whole,
    at: `${at} ${part.api ?? ""}/${part.operation ?? ""}`,
    rule: limit,
    points: new Set(its.filter((point) => isOfOperation(part, point))),
  };
  if (hasVolume(part, rule)) placeLimit(instance, placing);
  else for (const inner of part.parts ?? []) placePart(inner, instance, placing);
}
