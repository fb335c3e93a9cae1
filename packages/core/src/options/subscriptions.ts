import type { Problem } from "../lib/errors.js";
import type { ProductAuthOptions } from "./options.js";
import type { SubscriptionOptions } from "../evidence/subscriptions/memory-store.js";
import { acceptsKey, type Products } from "./check-products.js";

/** What is wrong with the subscriptions: none where keys are accepted, scopes that open nothing, anything twice. */
export function subscriptionProblems(
  { subscriptions, apis = {} }: ProductAuthOptions,
  products: Products,
): Problem[] {
  const withKeys = products.filter(([, product]) => acceptsKey(product)).map(([name]) => name);
  // An open product alone needs no subscriptions: keys for it are still honoured, but none is needed.
  const needing = products.filter(([, { accepts }]) => accepts?.includes("key")).map(([name]) => name);
  const apiScopes = Object.keys(apis).map((name) => `/apis/${name}`);
  const scopes = [
    ...withKeys.map((name) => `/products/${name}`),
    ...apiScopes,
    ...(apiScopes.length === 0 ? [] : ["/apis", "/"]),
  ];
  if (subscriptions === undefined) {
    if (needing.length === 0) return [];
    const fix = "give a list of subscriptions, or a store; or remove key from what the product accepts";
    return [
      {
        path: "subscriptions",
        message: `is missing, but ${needing.join(" and ")} accept${needing.length === 1 ? "s" : ""} keys`,
        fix,
      },
    ];
  }
  if (!Array.isArray(subscriptions)) return [];
  const list = subscriptions as readonly SubscriptionOptions[];
  const seen = { ids: new Map<string, number>(), keys: new Map<string, number>() };
  return list.flatMap((subscription, i) => [
    ...dateProblems(subscription, i),
    ...scopeProblems(subscription, i, scopes),
    ...repeated(seen.ids, subscription.id, i, "id", "give each subscription its own id"),
    ...repeated(
      seen.keys,
      subscription.primaryKey,
      i,
      "primaryKey",
      "give each subscription keys of its own",
    ),
    ...repeated(
      seen.keys,
      subscription.secondaryKey,
      i,
      "secondaryKey",
      "give each subscription keys of its own",
    ),
  ]);
}

function dateProblems({ startDate, endDate }: SubscriptionOptions, i: number): Problem[] {
  if (startDate === undefined || endDate === undefined || new Date(startDate) < new Date(endDate)) return [];
  const fix = "write a moment after startDate";
  return [
    {
      path: `subscriptions[${i}].endDate`,
      message: "is not after startDate: the keys would never work",
      fix,
    },
  ];
}

function scopeProblems({ scope }: SubscriptionOptions, i: number, scopes: readonly string[]): Problem[] {
  if (scopes.includes(scope)) return [];
  const message = scope.startsWith("/apis/") ? "is not an API" : "is not a product that accepts keys";
  const fix =
    scopes.length === 0
      ? 'let a product accept keys: accepts: ["token", "key"]'
      : `write one of ${scopes.join(", ")}`;
  return [{ path: `subscriptions[${i}].scope`, message, fix }];
}

function repeated(
  seen: Map<string, number>,
  value: string | undefined,
  i: number,
  name: string,
  fix: string,
): Problem[] {
  if (value === undefined) return [];
  const first = seen.get(value);
  seen.set(value, i);
  return first === undefined
    ? []
    : [{ path: `subscriptions[${i}].${name}`, message: `is also that of subscriptions[${first}]`, fix }];
}
