import type { Rule } from "#src/rules/rule.js";
import { STARTER_ID, type Name } from "../catalog.js";
import { appToken, KEY, NOW, subscriptionTo, TOKEN, userToken } from "../evidence/evidence-of.js";

export type Alternatives = NonNullable<Rule<Name>["anyOf"]>;

const good = <T>(token: T) => ({ kind: "good", token }) as const;
const held = (over: Parameters<typeof subscriptionTo>[0]) =>
  ({ kind: "good", subscription: subscriptionTo(over) }) as const;

/** Everything that may be known about a token and about a key. */
export const TOKENS = {
  ...TOKEN,
  "without role": good(appToken({ roles: [] })),
  "of starter": good(appToken({ audience: STARTER_ID, roles: ["Product.Starter.All"] })),
  user: good(userToken()),
  "user without scope": good(userToken({ scopes: ["Other"] })),
  expired: good(appToken({ expiresAt: 1 })),
  "ID token": good(appToken({ clientId: undefined as never })),
} as const;
export const KEYS = {
  ...KEY,
  "of partner": held({ scope: "/products/partner" }),
  suspended: held({ state: "suspended" }),
  "to come": held({ startDate: NOW + 1 }),
} as const;
/** Every rule refuses these, if it accepts their kind. */
export const BAD_TOKENS: readonly string[] = ["bad", "expired", "ID token"];
export const BAD_KEYS: readonly string[] = ["bad", "suspended", "to come"];

/** Alternatives of every kind. */
export const ALTERNATIVES: Alternatives = [
  { product: "starter" },
  { product: "pro" },
  { product: "partner" },
  { product: ["starter", "partner"] },
  { product: "pro", accepts: ["token"] },
  { product: "pro", accepts: ["key"] },
  { product: "pro", all: true },
  { product: "pro", roles: ["R"] },
  { scopes: ["Orders.Read"] },
  { product: "starter", scopes: ["Orders.Read"] },
  { product: "pro", scopes: { any: ["Orders.Read", "Other"] } },
  { accepts: ["key"] },
];
