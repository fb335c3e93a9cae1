import type { LookupObserver } from "../evidence/remembered.js";
import { CachingStore } from "../evidence/subscriptions/caching-store.js";
import type { KnownSubscriptions } from "../evidence/subscriptions/known-subscriptions.js";
import { MemorySubscriptionStore, type SubscriptionOptions } from "../evidence/subscriptions/memory-store.js";
import {
  OWNER_STATES,
  SUBSCRIPTION_STATES,
  type SubscriptionStore,
} from "../evidence/subscriptions/subscription.js";
import type { Problem } from "../lib/errors.js";
import type { ApisOptions } from "./apis.js";
import * as form from "./forms.js";
import { entryNames, problemsIn, soundItems, type Given } from "./given.js";
import { acceptsKey, type GivenProducts } from "./products.js";
import type { SettledSubscriptionKeys } from "./subscription-keys.js";

/** Subscriptions, and how the store that holds them is asked. */
export interface SubscriptionsOptions<P extends string = string, A extends string = never> {
  /** Subscriptions whose keys open products: a list, or a store. */
  readonly subscriptions?:
    readonly SubscriptionOptions<NoInfer<P>, [A] extends [never] ? string : NoInfer<A>>[] | SubscriptionStore;
  /**
   * How long answers of a store, and of a registry of client applications, are remembered, in seconds, and how many.
   * Default 5 and 10000, at most 3600 and 1000000.
   */
  readonly subscriptionCache?: { readonly ttl?: number; readonly max?: number };
  /** Whether start and end dates of subscriptions count, or are only recorded as in the gateway. Default `enforce`. */
  readonly subscriptionDates?: "enforce" | "audit";
  /**
   * Seconds for which an answer of the store of subscriptions, and of the registry of client applications, is waited
   * for; then the request is answered 503. Also for their `close()`. Above 0, at most 60. Default 3.
   */
  readonly storeTimeout?: number;
}

export interface SubscriptionSettings {
  /** Finds subscriptions by their keys; a store that was given is asked through a cache. */
  readonly store: KnownSubscriptions;
  /** The store that was given; undefined when subscriptions are listed in code and never change. */
  readonly givenStore: SubscriptionStore | undefined;
  /** Milliseconds for which an answer of the store or the registry is remembered. */
  readonly subscriptionTtl: number;
  /** Maximum number of remembered answers of each. */
  readonly mostRemembered: number;
  readonly subscriptionDates: "enforce" | "audit";
  /** Milliseconds for which an answer of the store or the registry is waited for. */
  readonly storeTimeout: number;
}

/** For so long a revoked subscription key works. */
const MOST_TTL = 3_600;
/** A quarter of a kilobyte each at least: more answers than a process has memory for. */
const MOST_ANSWERS = 1_000_000;
const MOST_STORE_TIMEOUT = 60;

const key = form.shortText(1, 256);

/** The form of one subscription; a catalog file holds these too. */
export const subscriptionForm: form.Form = form.object<SubscriptionOptions>({
  id: form.text("a unique id"),
  scope: form.text("the product that its keys open, such as /products/pro"),
  state: form.optional(form.oneOf(SUBSCRIPTION_STATES)),
  primaryKey: key,
  secondaryKey: form.optional(key),
  displayName: form.optional(form.text()),
  ownerId: form.optional(form.text()),
  ownerState: form.optional(form.oneOf(OWNER_STATES)),
  startDate: form.optional(form.date),
  endDate: form.optional(form.date),
});

export const subscriptionsForms: form.FormsOf<SubscriptionsOptions> = {
  subscriptions: form.optional(
    form.either(
      [form.list(subscriptionForm), form.port("findByKeyDigest")],
      "a list of subscriptions, or a store with findByKeyDigest",
    ),
  ),
  subscriptionCache: form.optional(
    form.object<NonNullable<SubscriptionsOptions["subscriptionCache"]>>({
      ttl: form.optional(form.seconds(MOST_TTL)),
      max: form.optional(form.count("answers", MOST_ANSWERS, 1)),
    }),
  ),
  subscriptionDates: form.optional(form.oneOf(["enforce", "audit"])),
  storeTimeout: form.optional(form.waitingTime(MOST_STORE_TIMEOUT)),
};

type AnySubscriptions = SubscriptionsOptions<string, string>;

/** What is wrong with the subscriptions: none where keys are accepted, scopes that open nothing, anything twice. */
export function subscriptionsProblems(
  given: Given<AnySubscriptions & ApisOptions<string, string>>,
  products: GivenProducts,
): readonly Problem[] {
  const items = soundItems(given, "subscriptions") as Items;
  return [
    ...problemsIn(given, ["subscriptions"], ({ subscriptions }) =>
      subscriptions === undefined ? missingProblems(products) : [],
    ),
    ...items.flatMap(([i, subscription]) => dateProblems(subscription, i)),
    ...scopeProblems(items, products, entryNames(given, "apis")),
    ...repeated(items, "the id", ["id"], "give each subscription its own id"),
    ...repeated(items, "a key", ["primaryKey", "secondaryKey"], "give each subscription different keys"),
  ];
}

type Items = readonly (readonly [index: number, subscription: SubscriptionOptions])[];

function missingProblems({ sound }: GivenProducts): Problem[] {
  // An open product alone needs no subscriptions: keys for it are still honoured, but none is needed.
  const names = sound.filter(([, { accepts }]) => accepts?.includes("key")).map(([name]) => name);
  if (names.length === 0) return [];
  const message = `is missing, but ${names.join(" and ")} accept${names.length === 1 ? "s" : ""} keys`;
  const fix = "give a list of subscriptions, or a store; or remove key from what the product accepts";
  return [{ path: "subscriptions", message, fix }];
}

function dateProblems({ startDate, endDate }: SubscriptionOptions, i: number): Problem[] {
  if (startDate === undefined || endDate === undefined || new Date(startDate) < new Date(endDate)) return [];
  const message = "is not after startDate: the keys would never work";
  return [{ path: `subscriptions[${i}].endDate`, message, fix: "write a date after startDate" }];
}

function scopeProblems(
  items: Items,
  { names, sound }: GivenProducts,
  apis: readonly string[] | undefined,
): Problem[] {
  if (names === undefined || apis === undefined || items.length === 0) return [];
  const known = [
    ...sound.filter(([, product]) => acceptsKey(product)).map(([name]) => `/products/${name}`),
    ...apis.map((name) => `/apis/${name}`),
    ...(apis.length === 0 ? [] : ["/apis", "/"]),
  ];
  // Of a product whose form is wrong it cannot be told what it accepts.
  const isUnclear = (scope: string) =>
    names.some((name) => scope === `/products/${name}` && !sound.some(([one]) => one === name));
  const fix =
    known.length === 0
      ? 'let a product accept keys: accepts: ["token", "key"]'
      : `write one of ${known.join(", ")}`;
  return items
    .filter(([, { scope }]) => !known.includes(scope) && !isUnclear(scope))
    .map(([i, { scope }]) => {
      const message = scope.startsWith("/apis/") ? "is not an API" : "is not a product that accepts keys";
      return { path: `subscriptions[${i}].scope`, message, fix };
    });
}

function repeated(
  items: Items,
  what: string,
  members: readonly ("id" | "primaryKey" | "secondaryKey")[],
  fix: string,
): Problem[] {
  const seen = new Map<string, number>();
  return items.flatMap(([i, subscription]) =>
    members.flatMap((member) => {
      const value = subscription[member];
      if (value === undefined) return [];
      const first = seen.get(value);
      seen.set(value, i);
      if (first === undefined) return [];
      const path = `subscriptions[${i}].${member}`;
      return [{ path, message: `repeats ${what} of subscriptions[${first}]`, fix }];
    }),
  );
}

/** What settling the subscriptions takes besides their own options. */
export interface SubscriptionContext {
  readonly peppers: SettledSubscriptionKeys["peppers"];
  readonly clock: () => number;
  readonly observer: LookupObserver | undefined;
}

export function settleSubscriptions(
  {
    subscriptions = [],
    subscriptionCache = {},
    subscriptionDates = "enforce",
    storeTimeout = 3,
    ...left
  }: AnySubscriptions,
  { peppers: [pepper], clock, observer }: SubscriptionContext,
): SubscriptionSettings {
  const { ttl = 5, max = 10_000, ...more } = subscriptionCache;
  form.nothingLeft(left);
  form.nothingLeft(more);
  const givenStore = "findByKeyDigest" in subscriptions ? subscriptions : undefined;
  const timeout = Math.ceil(storeTimeout * 1000); // a timer takes whole milliseconds
  const subscriptionTtl = ttl * 1000;
  const store =
    "findByKeyDigest" in subscriptions
      ? new CachingStore(subscriptions, { ttl: subscriptionTtl, max, clock, timeout, observer })
      : new MemorySubscriptionStore(subscriptions, pepper);
  return {
    store,
    givenStore,
    subscriptionTtl,
    mostRemembered: max,
    subscriptionDates,
    storeTimeout: timeout,
  };
}
