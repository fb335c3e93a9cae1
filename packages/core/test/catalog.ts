import { createProductAuth, type ProductAuth, type RefusalCode, type Refuse } from "#src/index.js";
import type { CompiledRule, Rule } from "#src/rules/rule.js";
import { PRO_ID, STARTER_ID, TENANT } from "./ids.js";

export { CLIENT, PRO_ID, STARTER_ID, TENANT } from "./ids.js";

/** starter: tokens; pro: tokens and keys; partner: keys. */
export const PRODUCTS = {
  starter: { displayName: "Starter", audience: `api://${STARTER_ID}` },
  pro: { displayName: "Pro", audience: `api://${PRO_ID}`, accepts: ["token", "key"] },
  partner: { displayName: "Partner", accepts: ["key"] },
} as const;

export type Name = keyof typeof PRODUCTS;

/** An instance that has answered no request yet: responses are cached. */
export const anew = (): ProductAuth<Name> =>
  createProductAuth({ tenantId: TENANT, products: PRODUCTS, subscriptions: [] });

export const auth: ProductAuth<Name> = anew();

/** The compiled rule. */
export const demand = (rule: Rule<Name>): CompiledRule<Name> => auth.requirement(rule) as CompiledRule<Name>;

/** A refusal with this code and nothing private in it. */
export const refusal = (code: RefusalCode, status: 400 | 401 | 403 | 404 | 429 = 401): Refuse => ({
  outcome: "refuse",
  status,
  code,
  headers: {},
});
