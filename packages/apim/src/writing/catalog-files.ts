import type { ImportedProduct } from "../configuration/configuration.js";
import type { JsonObject } from "../json/json-value.js";
import type { PlacedRule } from "../report/report.js";
import { apiNamesOf } from "./catalog-names.js";
import { catalogOf } from "./catalog-of.js";
import { unsoundOf } from "./check-catalog.js";
import { enclosingApis } from "./enclosing-apis.js";
import { CATALOG, OPTIONS, RULES } from "./file-names.js";
import { placeRules, type Placement } from "./place-rules.js";
import type { Standing } from "./places.js";
import { withProductNames } from "./product-names.js";
import { pointsOf, unknownApis, type Held, type Writable } from "./points.js";

/**
 * The files of an import by name: the catalog, options beside it, and rules that the catalog cannot express. Without APIs and
 * products there are none. What is held, cannot be enforced or would not start is left out, and `rules.json` names it.
 */
export function catalogFiles(imported: Writable): ReadonlyMap<string, string> {
  const { configuration, report } = imported;
  if (configuration.apis.length + configuration.products.length === 0) return new Map();
  const names = apiNamesOf(configuration);
  const rules = [...report.rules, ...answeredRules(imported)];
  const held = new Map<string, Held>(report.held.map((scope) => [scope, { scope, reason: REPORTED }]));
  // What is left out changes where the remaining rules may stand, so all of them are placed again.
  for (;;) {
    const scopes = new Set(held.keys());
    const points = pointsOf(imported, scopes);
    const placement = placeRules(rules, points, imported.tokens);
    const catalog = catalogOf({ configuration, held: scopes, names, board: placement.board });
    const found = [
      ...placement.held,
      ...unknownApis(imported, points, scopes).map((name) => ({ scope: `api:${name}`, reason: UNKNOWN })),
      ...enclosingApis(configuration, scopes),
      ...(placement.held.length > 0 ? [] : unsoundOf(catalog, configuration, names)),
    ].filter(({ scope }) => !scopes.has(scope));
    if (found.length === 0 || scopes.has("global")) {
      return new Map([
        [CATALOG, jsonOf(catalog)],
        [OPTIONS, jsonOf(optionsOf(imported, scopes, placement))],
        [RULES, jsonOf(rulesOf(placement, [...held.values()], { names, products: configuration.products }))],
      ]);
    }
    for (const one of found) if (!held.has(one.scope)) held.set(one.scope, one);
  }
}

/** The gateway answers these calls itself: the application must not serve them without the rules behind the answer. */
const answeredRules = ({ answered = [] }: Writable): readonly PlacedRule[] =>
  [...new Map(answered.map((one) => [one.at, one])).values()].map(({ at, scope }) => ({
    ...{ at, scope },
    rule: { kind: "deny", status: 404 },
  }));

const REPORTED = "the import lost a rule of it";
const UNKNOWN = "its rules are not known";

function optionsOf(
  { configuration }: Writable,
  held: ReadonlySet<string>,
  { issuers, decryptionKeys, needsAuthorities }: Placement,
): JsonObject {
  const takesTokens = configuration.products.some(
    ({ name, accepts }) => accepts.includes("token") && !held.has(`product:${name}`),
  );
  return {
    ...(takesTokens && !held.has("global") && { tenantId: "${env:AZURE_TENANT_ID}" }),
    subscriptionDates: "audit", // the gateway records start and end, and admits by the state alone
    ...(issuers.length > 0 && { issuers }),
    ...(decryptionKeys.length > 0 && { decryptionKeys }),
    ...(needsAuthorities && { clientCertificates: { authorities: ["${env:CLIENT_AUTHORITIES}"] } }),
  };
}

const rulesOf = (
  { rules }: Placement,
  held: readonly Held[],
  {
    names,
    products,
  }: { readonly names: ReadonlyMap<string, string>; readonly products: readonly ImportedProduct[] },
): JsonObject => ({
  rules: rules.map(({ place, rule, ...more }) => ({
    ...{ place: renamed(place, names), ...more },
    rule: withProductNames(rule, products),
  })) as never,
  held: [...held].sort((one, other) => (one.scope < other.scope ? -1 : 1)) as never,
});

const renamed = (place: Standing, names: ReadonlyMap<string, string>): JsonObject => ({
  ...place,
  ...(place.api !== undefined && { api: names.get(place.api)! }),
});

const jsonOf = (value: JsonObject): string => `${JSON.stringify(value, undefined, 2)}\n`;
