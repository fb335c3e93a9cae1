import type { JsonObject } from "../json/json-value.js";
import type { PlacedRule } from "../report/report.js";
import type { CertificateRule, Rule, TokenRule } from "../report/rule.js";
import {
  addressFilterOf,
  certificatePolicyOf,
  headerCheckOf,
  needsAuthorities,
} from "./connection-policies.js";
import { placeLimit } from "./place-limits.js";
import { inContexts, isReadable, placeWritten, writtenAt } from "./place-written.js";
import { coverOf, narrower, placesOf, type Place } from "./places.js";
import type { TokenUse } from "../meaning/token-use.js";
import type { Held, Point } from "./points.js";
import { PolicyBoard } from "./policy-board.js";
import type { WrittenRule } from "./written-rule.js";
import { NOWHERE, type Placing } from "./placing.js";
import { instancesOf, type RuleInstance } from "./rule-instances.js";
import { decryptionKeysOf, KeyedIssuers, tokenPolicyOf } from "./token-policies.js";
import { isEvery } from "./method-set.js";

/** Where all rules stand. */
export interface Placement {
  readonly board: PolicyBoard;
  /** Rules that no policy of a catalog expresses. */
  readonly rules: readonly WrittenRule[];
  readonly issuers: readonly JsonObject[];
  readonly decryptionKeys: readonly JsonObject[];
  readonly needsAuthorities: boolean;
  /** APIs with a rule that can stand nowhere. */
  readonly held: readonly Held[];
}

/** Places every rule exactly where it applies. */
export function placeRules(
  rules: readonly PlacedRule[],
  points: readonly Point[],
  uses?: ReadonlyMap<Rule, TokenUse>,
): Placement {
  const { known: instances, unknown } = instancesOf(rules, points, uses);
  const [board, places, keyed] = [new PolicyBoard(), placesOf(points), new KeyedIssuers()];
  const written: WrittenRule[] = [];
  const held = new Map<string, Held>();
  const named = namesOfTokens(instances);
  let certificates = false;
  const placing: Placing = {
    board,
    places,
    tokenNameOf: (id) => named.get(id)!,
    refuse(its, at, reason) {
      for (const { api } of its)
        held.set(`api:${api}`, { scope: `api:${api}`, reason: `the rule at ${at} ${reason}` });
    },
  };
  for (const { at, point } of unknown)
    placing.refuse(
      [point],
      at,
      "stands under a condition that depends on operations or values that are not known",
    );
  for (const instance of instances) {
    const { rule } = instance;
    switch (rule.kind) {
      case "token":
        placeToken({ ...instance, rule }, placing, { name: named.get(instance.id), keyed });
        break;
      case "header":
      case "ip":
        written.push(...placeConnection(instance, placing));
        break;
      case "certificate":
        certificates = placeCertificate({ ...instance, rule }, placing) || certificates;
        break;
      case "rate":
      case "quota":
        placeLimit({ ...instance, rule }, placing);
        break;
      case "claim":
      case "key":
      case "context":
      case "deny":
        written.push(...placeWritten(instance, placing));
    }
  }
  board.nameCounters();
  const tokens = instances.map(({ rule }) => rule).filter((rule): rule is TokenRule => rule.kind === "token");
  return {
    ...{ board, rules: written, issuers: keyed.all, decryptionKeys: decryptionKeysOf(tokens) },
    ...{ needsAuthorities: certificates, held: [...held.values()] },
  };
}

// Only tokens that other rules read get a name.
function namesOfTokens(instances: readonly RuleInstance[]): ReadonlyMap<string, string> {
  const read = new Set(instances.map(({ tokenId }) => tokenId).filter((id) => id !== undefined));
  return new Map([...read].map((id, i) => [id, `token-${i + 1}`]));
}

function placeToken(
  { rule, at, scope, methods, points }: RuleInstance<TokenRule>,
  { board, places, refuse }: Placing,
  context: Parameters<typeof tokenPolicyOf>[1],
): void {
  const found = tokenPolicyOf(rule, context);
  if ("unsayable" in found) return refuse(points, at, `cannot be enforced: ${found.unsayable}`);
  const cover = coverOf(points, scope, places);
  if (cover.left.length > 0) return refuse(cover.left, at, NOWHERE);
  const method = { method: methods.methods };
  const when = isEvery(methods) ? {} : { when: methods.not ? { not: method } : method };
  for (const place of cover.places) board.add(place, "validateJwt", { ...found.policy, ...when });
}

/** Places a header or address rule; what is left, and a second address filter of a place, become written rules. */
function placeConnection(instance: RuleInstance, placing: Placing): readonly WrittenRule[] {
  const { rule, methods, points, scope } = instance;
  if (rule.kind === "ip" && !isReadable(rule)) {
    placing.refuse(points, instance.at, "names an address that is none");
    return [];
  }
  const hasOtherStatus = rule.kind === "ip" && rule.status !== undefined && rule.status !== 403;
  if (!isEvery(methods) || hasOtherStatus) return placeWritten(instance, placing);
  const { places, left } = coverOf(points, scope, placing.places);
  const others = places.filter((place) => {
    if (rule.kind === "header") placing.board.add(place, "checkHeader", headerCheckOf(rule));
    return rule.kind === "ip" && !placing.board.setOnly(place, "ipFilter", addressFilterOf(rule));
  });
  return [
    ...others.map(({ standing }) => writtenAt(standing, instance, placing)),
    ...inContexts(left, instance, placing),
  ];
}

/** Whether the policy needs authorities. */
function placeCertificate(
  { rule, at, methods, points, scope }: RuleInstance<CertificateRule>,
  { board, places, refuse }: Placing,
): boolean {
  const found = certificatePolicyOf(rule);
  if ("unsayable" in found) refuse(points, at, `cannot be enforced: ${found.unsayable}`);
  else if (!isEvery(methods)) refuse(points, at, "applies to some methods of unknown operations only");
  else {
    const cover = coverOf(points, scope, places);
    if (cover.left.length > 0) refuse(cover.left, at, NOWHERE);
    for (const place of cover.places) setCertificate(place, found.policy);
    return needsAuthorities(found.policy);
  }
  return false;

  function setCertificate(place: Place, one: JsonObject): void {
    if (board.setOnly(place, "clientCertificate", one)) return;
    const inner = narrower(place, places);
    if (inner.length === 0)
      refuse(place.points, at, "is a second certificate policy at its place, which holds one");
    for (const next of inner) setCertificate(next, one);
  }
}
