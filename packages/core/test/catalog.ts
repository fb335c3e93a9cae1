import { createProductAuth, type ProductAuth, type RefusalCode, type Refuse } from "@product-auth/core";
import type { Requirement, Rule } from "#src/rule.js";

export const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
export const STARTER_ID = "55556666-ffff-7777-aaaa-8888bbbb9999";
export const PRO_ID = "7b0c9e11-2222-4333-8444-955566667777";
export const CLIENT = "00001111-aaaa-2222-bbbb-3333cccc4444";

/** starter: tokens; pro: tokens and keys; partner: keys. */
export const PRODUCTS = {
  starter: { displayName: "Starter", audience: `api://${STARTER_ID}` },
  pro: { displayName: "Pro", audience: `api://${PRO_ID}`, accepts: ["token", "key"] },
  partner: { displayName: "Partner", accepts: ["key"] },
} as const;

export type Name = keyof typeof PRODUCTS;

export const auth: ProductAuth<Name> = createProductAuth({
  tenantId: TENANT,
  products: PRODUCTS,
  subscriptions: [],
});

/** The rule, made ready. */
export const demand = (rule: Rule<Name>): Requirement<Name> => auth.requirement(rule);

/** A refusal with this code and nothing private in it. */
export const refusal = (code: RefusalCode, status: 400 | 401 | 403 | 404 = 401): Refuse => ({
  outcome: "refuse",
  status,
  code,
  headers: {},
});
