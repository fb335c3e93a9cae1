import type { Api } from "../catalog/apis.js";
import type { Product } from "../catalog/products.js";
import { didYouMean } from "../lib/did-you-mean.js";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import { kindOf } from "../lib/sanitize.js";
import { compileRule, normalizeDemand, type Demand, type CompiledRule, type Rule } from "./rule.js";
import type { Catalog } from "../catalog/catalog.js";

// Exhaustive: a new part of rules does not compile until it is named here.
const NAMES = Object.keys({
  api: true,
  product: true,
  scopes: true,
  roles: true,
  accepts: true,
  all: true,
} satisfies Record<keyof Rule, true>);

/**
 * Makes a rule ready to decide by, or throws one `ConfigurationError`. `where` is how the rule was written, such as
 * `requireProduct("starter")`. A rule that demands nothing, or nothing that exists, is never let through.
 */
export function settleRule<P extends string>(
  rule: Rule<P, string>,
  { products, apis }: Catalog<P>,
  where: string,
): CompiledRule<P> {
  const problems = problemsOfRule(rule, { products, apis }).map(({ path, ...rest }) => ({
    path: `${where}${path}`,
    ...rest,
  }));
  if (problems.length > 0) throw new ConfigurationError(problems);
  const api = rule.api === undefined ? undefined : apis.get(rule.api);
  const named = rule.product === undefined ? (api?.products ?? [...products.keys()]) : [rule.product].flat();
  const requirement = compileRule(
    rule,
    named.map((name) => products.get(name)!),
    api,
  );
  const problem = incompatible(requirement);
  if (problem === undefined) return requirement;
  throw new ConfigurationError([{ path: where, ...problem }]);
}

function incompatible({ accepts, all, anonymous }: CompiledRule): Omit<Problem, "path"> | undefined {
  if (all && !(accepts.token && accepts.key)) {
    const fix =
      'name a product that accepts both: accepts: ["token", "key"]; a key carries no scopes and no roles';
    return { message: "demands token and key, but its products do not accept both", fix };
  }
  if (accepts.token || accepts.key || anonymous !== undefined) return undefined;
  const fix = "scopes and roles need a product that accepts tokens; otherwise widen accepts";
  return { message: "accepts no credential that its products accept", fix };
}

function problemsOfRule(rule: Rule<string, string>, { products, apis }: Catalog): Problem[] {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) {
    return [{ path: "", message: "is not a rule", fix: 'write an object such as { product: "starter" }' }];
  }
  const demands = Object.entries(rule);
  if (demands.every(([, value]) => value === undefined)) {
    const fix =
      'write what the route demands, such as { product: "starter" }; for a public route, write open()';
    return [{ path: "", message: "demands nothing", fix }];
  }
  return [
    ...demands.filter(([name]) => !NAMES.includes(name)).map(([name]) => unknownDemand(name)),
    ...demands.filter(([, value]) => value === undefined).map(([name]) => undefinedDemand(name)),
    ...apiProblems(rule, apis),
    ...productProblems(rule.product, products),
    ...demandProblems("scopes", rule.scopes),
    ...demandProblems("roles", rule.roles),
    ...acceptsProblems(rule),
    ...allProblems(rule.all),
  ];
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

function apiProblems({ api, product }: Rule<string, string>, apis: ReadonlyMap<string, Api>): Problem[] {
  if (api === undefined) return [];
  const found = typeof api === "string" ? apis.get(api) : undefined;
  const known = [...apis.keys()];
  if (found === undefined) {
    const meant = typeof api === "string" ? didYouMean(api, known) : undefined;
    const choices = known.length === 0 ? "configure apis first" : `name one of ${known.join(", ")}`;
    const fix = meant === undefined ? choices : `did you mean "${meant}"?`;
    return [{ path: ".api", message: `names an unknown API, ${JSON.stringify(api) ?? "undefined"}`, fix }];
  }
  const strangers = [product ?? []].flat().filter((name) => !found.products.includes(name));
  if (strangers.length === 0) return [];
  const fix = `name products of ${api}: ${found.products.join(", ") || "it has none"}`;
  return [
    { path: ".product", message: `names ${strangers.join(" and ")}, which does not contain ${api}`, fix },
  ];
}

function productProblems(product: Rule["product"], products: ReadonlyMap<string, Product>): Problem[] {
  if (product === undefined) return [];
  const names: readonly unknown[] = Array.isArray(product) ? product : [product];
  const known = [...products.keys()];
  if (names.length === 0)
    return [{ path: ".product", message: "is empty", fix: `name one of ${known.join(", ")}` }];
  return names
    .filter((name) => typeof name !== "string" || !products.has(name))
    .map((name) => {
      const meant = typeof name === "string" ? didYouMean(name, known) : undefined;
      const fix = meant === undefined ? `name one of ${known.join(", ")}` : `did you mean "${meant}"?`;
      return {
        path: ".product",
        message: `names an unknown product, ${JSON.stringify(name) ?? "undefined"}`,
        fix,
      };
    });
}

function demandProblems(name: "scopes" | "roles", demand: Demand | undefined): Problem[] {
  if (demand === undefined) return [];
  const path = `.${name}`;
  const example = `such as ${name}: ["Orders.Read"]`;
  if (typeof demand !== "object" || demand === null)
    return [{ path, message: `is ${kindOf(demand)}`, fix: `write a list, ${example}` }];
  if (!Array.isArray(demand) && !("all" in demand) && !("any" in demand))
    return [{ path, message: "has neither all nor any", fix: `write a list, ${example}` }];
  const { mode, values } = normalizeDemand(demand)!;
  if (!Array.isArray(values))
    return [{ path, message: `has ${kindOf(values)} as ${mode}`, fix: `write a list, ${example}` }];
  if (values.length === 0) return [{ path, message: "is empty", fix: `name at least one, ${example}` }];
  if (!Array.isArray(demand) && Object.keys(demand).length > 1)
    return [{ path, message: "has members besides all or any", fix: "write either all or any" }];
  // A space would never match: `scp` is split at spaces and Entra allows none in a role.
  if (values.every((value) => typeof value === "string" && /^[\x21-\x7e]+$/.test(value))) return [];
  return [
    {
      path,
      message: `contains a value that is not a ${name === "scopes" ? "scope" : "role"}`,
      fix: "write strings without spaces, one for each",
    },
  ];
}

function allProblems(all: unknown): Problem[] {
  if (all === undefined || typeof all === "boolean") return [];
  const fix = "write all: true to demand token and key, or leave it out";
  return [{ path: ".all", message: "is neither true nor false", fix }];
}

function acceptsProblems({ accepts, scopes, roles }: Rule<string, string>): Problem[] {
  if (accepts === undefined) return [];
  const path = ".accepts";
  const fix = 'write ["token"], ["key"] or ["token", "key"]';
  if (!Array.isArray(accepts)) return [{ path, message: `is ${kindOf(accepts)}`, fix }];
  if (accepts.length === 0) return [{ path, message: "is empty", fix }];
  if (!accepts.every((kind) => kind === "token" || kind === "key"))
    return [{ path, message: "contains an unknown kind of credential", fix }];
  if (!accepts.includes("key") || (scopes === undefined && roles === undefined)) return [];
  return [
    {
      path,
      message: "includes key, and a key carries neither scopes nor roles",
      fix: 'write accepts: ["token"]',
    },
  ];
}
