import type { Rule } from "#src/index.js";
import { PARTNER_CLIENT, RULES, type ProductName, type RuleName } from "../world/places.js";
import { AUDIENCES } from "./audiences.js";
import type { Facts } from "./facts.js";

/** What may follow from a good token: the products that admit it, or the status of a refusal. */
export type Outcome = readonly ProductName[] | 401 | 403;

/** Judges a good token by a rule of the API. */
export function judge(name: RuleName, facts: Facts): Outcome {
  if (name !== "any" || facts.caller !== "user") return judgeBy(RULES[name], facts);
  // The guard of everything lets users pass who satisfy one of the rules with scopes.
  const outcomes = [RULES.write, RULES.read].map((rule) => judgeBy(rule, facts));
  return outcomes.find((outcome) => typeof outcome === "object") ?? (outcomes.includes(403) ? 403 : 401);
}

function judgeBy({ product, scopes, roles = [] }: Rule<ProductName>, facts: Facts): Outcome {
  const named = [product ?? (["starter", "pro", "partner"] as const)].flat();
  const meant = named.filter((one) =>
    AUDIENCES[facts.profile][one].some((audience) => facts.audiences.includes(audience)),
  );
  if (meant.length === 0 || facts.caller !== (scopes === undefined ? "app" : "user")) return 401;
  const wanted = roles as readonly string[];
  const admitting = meant.filter(
    (one) =>
      mayUse(one, scopes, facts) &&
      holds(scopes, facts.scopes) &&
      wanted.every((role) => facts.roles.includes(role)),
  );
  return admitting.length > 0 ? admitting : 403;
}

function mayUse(product: ProductName, scopes: Rule["scopes"], { client, roles, plans }: Facts): boolean {
  if (product === "partner") return client === PARTNER_CLIENT && plans.includes("gold");
  const role = { starter: "Product.Starter.All", pro: "Product.Pro.All" }[product];
  return scopes !== undefined || roles.includes(role);
}

function holds(wanted: Rule["scopes"], held: readonly string[]): boolean {
  if (wanted === undefined) return true;
  if ("any" in wanted) return wanted.any.some((scope) => held.includes(scope));
  return ("all" in wanted ? wanted.all : wanted).every((scope) => held.includes(scope));
}
