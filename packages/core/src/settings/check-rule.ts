import type { Product } from "../catalog/products.js";
import { didYouMean } from "../did-you-mean.js";
import { ConfigurationError, type Problem } from "../errors.js";
import { requirementOf, wanted, type Demand, type Requirement, type Rule } from "../rule.js";

const NAMES = ["product", "scopes", "roles", "accepts"];

/**
 * Makes a rule ready to decide by, or throws one `ConfigurationError`. `where` is how the rule was written, such as
 * `requireProduct("starter")`. A rule that demands nothing, or nothing that exists, is never let through.
 */
export function settleRule<P extends string>(
  rule: Rule<P>,
  products: ReadonlyMap<string, Product<P>>,
  where: string,
): Requirement<P> {
  const problems = problemsOfRule(rule, products).map(({ path, ...rest }) => ({
    path: `${where}${path}`,
    ...rest,
  }));
  if (problems.length > 0) throw new ConfigurationError(problems);
  const named = rule.product === undefined ? [...products.keys()] : [rule.product].flat();
  const requirement = requirementOf(
    rule,
    named.map((name) => products.get(name)!),
  );
  if (requirement.accepts.token || requirement.accepts.key) return requirement;
  const message = "accepts no credential that its products accept";
  const fix = "scopes and roles need a product that accepts tokens; otherwise widen accepts";
  throw new ConfigurationError([{ path: where, message, fix }]);
}

function problemsOfRule(rule: Rule, products: ReadonlyMap<string, Product>): Problem[] {
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
    ...productProblems(rule.product, products),
    ...demandProblems("scopes", rule.scopes),
    ...demandProblems("roles", rule.roles),
    ...acceptsProblems(rule),
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
  const values: unknown = typeof demand === "object" && demand !== null ? wanted(demand)?.values : demand;
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

function acceptsProblems({ accepts, scopes, roles }: Rule): Problem[] {
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
