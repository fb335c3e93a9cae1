import type { Api } from "../catalog/apis.js";
import type { Product } from "../catalog/products.js";
import { didYouMean } from "../lib/did-you-mean.js";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import { compileRule, normalizeDemand, type Demand, type CompiledRule, type Rule } from "./rule.js";
import type { Catalog } from "../catalog/catalog.js";

const NAMES = ["api", "product", "scopes", "roles", "accepts", "all"];

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
      'name a product that accepts both: accepts: ["token", "key"]; scopes and roles cannot be shown by a key';
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
      'say what the route demands, such as { product: "starter" }; a route for everybody says open()';
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
  return { path: `.${name}`, message: "is undefined", fix: "write what it demands, or leave it out" };
}

function unknownDemand(name: string): Problem {
  const meant = didYouMean(name, NAMES);
  const fix =
    meant === undefined ? `remove it; a rule knows ${NAMES.join(", ")}` : `did you mean "${meant}"?`;
  return { path: `.${name}`, message: "is not a demand", fix };
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
  const values: unknown =
    typeof demand === "object" && demand !== null ? normalizeDemand(demand)?.values : demand;
  const path = `.${name}`;
  if (!Array.isArray(values) || values.length === 0) {
    return [{ path, message: "is empty", fix: `name at least one, such as ${name}: ["Orders.Read"]` }];
  }
  if (!Array.isArray(demand) && Object.keys(demand).length > 1) {
    return [{ path, message: "says more than all or any", fix: "write one of all and any" }];
  }
  // A space would never match: `scp` is split at spaces and Entra allows none in a role.
  if (values.every((value) => typeof value === "string" && /^[\x21-\x7e]+$/.test(value))) return [];
  return [
    {
      path,
      message: "has a member that is no scope or role",
      fix: "use texts without spaces, one per member",
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
  if (!Array.isArray(accepts) || accepts.length === 0) return [{ path, message: "is empty", fix }];
  if (!accepts.every((kind) => kind === "token" || kind === "key"))
    return [{ path, message: "names an unknown kind", fix }];
  if (!accepts.includes("key") || (scopes === undefined && roles === undefined)) return [];
  return [
    {
      path,
      message: "asks for a key, which can show neither scopes nor roles",
      fix: 'write accepts: ["token"]',
    },
  ];
}
