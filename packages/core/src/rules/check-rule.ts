import type { Api } from "../catalog/apis.js";
import { didYouMean } from "../lib/did-you-mean.js";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import { kindOf } from "../lib/sanitize.js";
import { ruleSourceProblems } from "../request/token-source.js";
import { NO_POLICIES } from "../policies/placed-policies.js";
import { PolicyChain } from "../policies/policy-chain.js";
import { compileAnyOf } from "./compile-any-of.js";
import { demandsProblems } from "./check-demands.js";
import { compileRule, type CompiledRule, type Rule } from "./rule.js";
import type { Catalog } from "../catalog/catalog.js";

// Exhaustive: a new part of rules does not compile until it is named here.
const NAMES = Object.keys({
  api: true,
  product: true,
  scopes: true,
  roles: true,
  accepts: true,
  all: true,
  anyOf: true,
  tokenSource: true,
  validateJwt: true,
  custom: true,
  rateLimitByKey: true,
} satisfies Record<keyof Rule, true>);

// What is about the route, and so about every alternative of its rule.
const OF_ROUTE: readonly string[] = ["api", "tokenSource", "anyOf"];

/** Maximum number of alternatives. Each is decided for every request that the ones before it do not admit. */
const MAX_ALTERNATIVES = 8;

/**
 * Makes a rule ready to decide by, or throws one `ConfigurationError`. `where` is how the rule was written, such as
 * `requireProduct("starter")`. A rule that demands nothing, or nothing that exists, is never let through.
 */
export function settleRule<P extends string>(
  rule: Rule<P, string>,
  catalog: Catalog<P>,
  where: string,
): CompiledRule<P> {
  throwProblems(where, problemsOfRule(rule, catalog));
  const { anyOf, ...ofRoute } = rule;
  if (anyOf === undefined) {
    const requirement = compileIn(catalog, rule, where);
    throwProblems(where, [...incompatible(requirement), ...uselessSource([requirement])]);
    return requirement;
  }
  const alternatives = anyOf.map((alternative, i) =>
    compileIn(catalog, { ...ofRoute, ...alternative }, `${where}.anyOf[${i}]`),
  );
  throwProblems(
    where,
    alternatives
      .flatMap((one, i) => within(`.anyOf[${i}]`, incompatible(one)))
      .concat(uselessSource(alternatives)),
  );
  return compileAnyOf(rule, alternatives);
}

function throwProblems(where: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigurationError(within(where, problems));
}

const within = (place: string, problems: readonly Problem[]): Problem[] =>
  problems.map(({ path, ...rest }) => ({ path: `${place}${path}`, ...rest }));

function compileIn<P extends string>(
  { products, apis, policies }: Catalog<P>,
  rule: Rule<P, string>,
  where: string,
): CompiledRule<P> {
  const api = rule.api === undefined ? undefined : apis.get(rule.api);
  const named = rule.product === undefined ? (api?.products ?? [...products.keys()]) : [rule.product].flat();
  const ofRule = policies?.ofRule(rule, where) ?? { problems: [], policies: NO_POLICIES };
  if (ofRule.problems.length > 0) throw new ConfigurationError(ofRule.problems);
  const found = named.map((name) => products.get(name)!);
  const chain = PolicyChain.of(policies, { products: found, api, rule: ofRule.policies });
  return compileRule(rule, found, api, chain);
}

function incompatible({ accepts, all, anonymous, scopes, byAudience }: CompiledRule): Problem[] {
  const shared = Object.values(byAudience)
    .flatMap((owners) => [...owners.values()])
    .find(({ length }) => length > 1);
  if (scopes !== undefined && shared !== undefined) {
    const names = shared.map(({ name }) => name).join(" and ");
    const fix =
      "name one product: scopes stand in for the app role, which alone distinguishes these products";
    return [{ path: ".scopes", message: `demands scopes of ${names}, which share an audience`, fix }];
  }
  if (all && !(accepts.token && accepts.key)) {
    const fix =
      'name a product that accepts both: accepts: ["token", "key"]; a key carries no scopes and no roles';
    return [{ path: "", message: "demands token and key, but its products do not accept both", fix }];
  }
  if (accepts.token || accepts.key || anonymous !== undefined) return [];
  const fix = "scopes and roles need a product that accepts tokens; otherwise widen accepts";
  return [{ path: "", message: "accepts no credential that its products accept", fix }];
}

// A member that is accepted has an effect.
function uselessSource(alternatives: readonly CompiledRule[]): Problem[] {
  if (alternatives[0]?.tokenPlace === undefined || alternatives.some(({ accepts }) => accepts.token))
    return [];
  const fix = "remove it, or name a product that accepts tokens";
  return [{ path: ".tokenSource", message: "has no effect, because the rule accepts no token", fix }];
}

function problemsOfRule(rule: Rule<string, string>, catalog: Catalog): Problem[] {
  const problems = shapeProblems(rule);
  if (problems !== undefined) return problems;
  const members = Object.entries(rule);
  return [
    ...members.filter(([name]) => !NAMES.includes(name)).map(([name]) => unknownDemand(name)),
    ...members.filter(([, value]) => value === undefined).map(([name]) => undefinedDemand(name)),
    ...apiProblems(rule, catalog.apis),
    ...(rule.tokenSource === undefined ? [] : ruleSourceProblems(".tokenSource", rule.tokenSource)),
    ...(rule.anyOf === undefined ? demandsProblems(rule, catalog) : anyOfProblems(rule, catalog)),
  ];
}

function anyOfProblems(rule: Rule<string, string>, catalog: Catalog): Problem[] {
  const beside = Object.entries(rule)
    .filter(([name, value]) => value !== undefined && NAMES.includes(name) && !OF_ROUTE.includes(name))
    .map(([name]) => {
      const fix = "write it in each alternative; only api and tokenSource may stand beside anyOf";
      return { path: `.${name}`, message: "stands beside anyOf", fix };
    });
  return [...beside, ...alternativesProblems(rule, catalog)];
}

function alternativesProblems({ api, anyOf }: Rule<string, string>, catalog: Catalog): Problem[] {
  const path = ".anyOf";
  const example = 'such as anyOf: [{ product: "starter" }, { scopes: ["Orders.Read"] }]';
  if (!Array.isArray(anyOf)) {
    return [{ path, message: `is ${kindOf(anyOf)}`, fix: `write a list of rules, ${example}` }];
  }
  if (anyOf.length === 0) return [{ path, message: "is empty", fix: `write at least one, ${example}` }];
  if (anyOf.length > MAX_ALTERNATIVES) {
    const fix = `write at most ${MAX_ALTERNATIVES}; product takes a list, and so does scopes: { any: [] }`;
    return [{ path, message: `has ${anyOf.length} alternatives`, fix }];
  }
  // Array.from: a hole in the list is an alternative that demands nothing.
  return Array.from(anyOf as readonly Rule<string, string>[]).flatMap((one, i) =>
    within(`${path}[${i}]`, alternativeProblems(one, api, catalog)),
  );
}

function alternativeProblems(
  alternative: Rule<string, string>,
  api: string | undefined,
  catalog: Catalog,
): Problem[] {
  const problems = shapeProblems(alternative);
  if (problems !== undefined) return problems;
  return Object.entries(alternative)
    .flatMap(([name, value]): Problem[] => {
      if (name === "anyOf") {
        return [{ path: ".anyOf", message: "is nested", fix: "list all alternatives in one anyOf" }];
      }
      if (OF_ROUTE.includes(name)) {
        const fix = `write ${name} beside anyOf; it applies to every alternative`;
        return [{ path: `.${name}`, message: "stands in an alternative", fix }];
      }
      if (!NAMES.includes(name)) return [unknownDemand(name)];
      return value === undefined ? [undefinedDemand(name)] : [];
    })
    .concat(demandsProblems({ ...alternative, ...(api !== undefined && { api }) }, catalog));
}

// What is no rule at all; undefined for a rule that demands something.
function shapeProblems(rule: unknown): Problem[] | undefined {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) {
    return [{ path: "", message: "is not a rule", fix: 'write an object such as { product: "starter" }' }];
  }
  if (Object.values(rule).some((value) => value !== undefined)) return undefined;
  const fix =
    'write what the route demands, such as { product: "starter" }; for a public route, write open()';
  return [{ path: "", message: "demands nothing", fix }];
}

// A demand that came out undefined was meant to demand something.
function undefinedDemand(name: string): Problem {
  return { path: `.${name}`, message: "is undefined", fix: "write what it demands, or remove it" };
}

function unknownDemand(name: string): Problem {
  const meant = didYouMean(name, NAMES);
  const fix =
    meant === undefined ? `remove it; known names are ${NAMES.join(", ")}` : `did you mean "${meant}"?`;
  return { path: `.${name}`, message: "is not part of a rule", fix };
}

function apiProblems({ api }: Rule<string, string>, apis: ReadonlyMap<string, Api>): Problem[] {
  if (api === undefined || (typeof api === "string" && apis.has(api))) return [];
  const known = [...apis.keys()];
  const meant = typeof api === "string" ? didYouMean(api, known) : undefined;
  const choices = known.length === 0 ? "configure apis first" : `name one of ${known.join(", ")}`;
  const fix = meant === undefined ? choices : `did you mean "${meant}"?`;
  return [{ path: ".api", message: `names an unknown API, ${JSON.stringify(api) ?? "undefined"}`, fix }];
}
