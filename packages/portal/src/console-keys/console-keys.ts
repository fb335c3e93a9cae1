import type { StoredSubscription, SubscriptionAdministration } from "@product-auth/core/subscriptions";
import { Queues } from "../forms/queues.js";
import type { Users } from "../people/users.js";
import { pagesOf } from "../stores/pages-of.js";
import { consoleIdFor, consolePrefixOf, CONSOLE_PREFIX, isConsoleKey } from "./console-subscription.js";

/** What a request for a key comes to. */
export type IssuedKey =
  | {
      readonly kind: "issued";
      readonly key: string;
      /** Seconds. */
      readonly expiresIn: number;
      /** The subscription of the user that the key was made from. */
      readonly from: StoredSubscription;
      readonly id: string;
    }
  /** The user has no active subscription with one of the scopes. */
  | { readonly kind: "no-subscription" };

/** Lifetime of a key, in milliseconds. */
const LIFETIME = 15 * 60_000;
/** Keys that a user may have at once; the next one ends the oldest. */
const MOST_KEYS = 5;
const PAGE = 1000;
const MOST_PAGES = 10;
/** Milliseconds between two sweeps. */
const SWEEP_EVERY = 60_000;

/**
 * The keys of the console: a subscription of the same scope and owner as an active one, which ends after 15 minutes and is
 * deleted afterwards. Keys that a stopped process left are deleted by the next process that issues one.
 */
export class ConsoleKeys {
  readonly #subscriptions: SubscriptionAdministration;
  readonly #users: Pick<Users, "get">;
  readonly #clock: () => number;
  /** One request of a user at a time: those that come together do not refuse each other. */
  readonly #queues = new Queues();
  #sweepDue: NodeJS.Timeout | undefined;
  #lastSweep = -Infinity;
  #isClosed = false;

  constructor(subscriptions: SubscriptionAdministration, users: Pick<Users, "get">, clock: () => number) {
    this.#subscriptions = subscriptions;
    this.#users = users;
    this.#clock = clock;
  }

  /** Whether a user has an active subscription with one of the scopes. */
  async isPossible(userId: string, scopes: readonly string[]): Promise<boolean> {
    return this.#sourceIn(await this.#subscriptionsOf(userId), scopes) !== undefined;
  }

  /** Issues a key for the first scope of which the user has an active subscription. */
  async issue(userId: string, scopes: readonly string[]): Promise<IssuedKey> {
    this.#sweepSoon();
    return this.#queues.run(userId, () => this.#issue(userId, scopes));
  }

  /** Ends the keys that were made from a subscription. Called after it was cancelled. */
  async endOf(subscriptionId: string): Promise<void> {
    const prefix = consolePrefixOf(subscriptionId);
    for (const { id } of await this.#startingWith(prefix)) await this.#subscriptions.delete(id);
  }

  /** Deletes the keys that have ended, of all users. Returns how many are left. */
  async sweep(): Promise<number> {
    this.#lastSweep = this.#clock();
    return (await this.#withoutEnded(await this.#startingWith(CONSOLE_PREFIX))).length;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#sweepDue);
  }

  async #issue(userId: string, scopes: readonly string[]): Promise<IssuedKey> {
    const owned = await this.#subscriptionsOf(userId);
    const from = this.#sourceIn(owned, scopes);
    if (from === undefined) return { kind: "no-subscription" };
    const id = consoleIdFor(from.id);
    const now = this.#clock();
    const endDate = Math.min(now + LIFETIME, from.endDate ?? Infinity);
    const { primaryKey } = await this.#subscriptions.create(
      {
        id,
        scope: from.scope,
        ownerId: userId,
        displayName: "Console",
        endDate: new Date(endDate),
      },
      { by: userId },
    );
    if (await this.#isStillActive(userId, from.id)) {
      await this.#endOldest(userId, id);
      return { kind: "issued", key: primaryKey, expiresIn: Math.floor((endDate - now) / 1000), from, id };
    }
    await this.#subscriptions.delete(id, { by: userId });
    return { kind: "no-subscription" };
  }

  /** Looks again after the key was stored: a subscription or user that was cut off meanwhile leaves no key behind. */
  async #isStillActive(userId: string, subscriptionId: string): Promise<boolean> {
    const subscription = await this.#subscriptions.get(subscriptionId);
    const user = await this.#users.get(userId);
    return subscription !== undefined && this.#isActive(subscription) && user?.state === "active";
  }

  /** The store shows a new key to every later reader, so of two instances at least one sees both. */
  async #endOldest(userId: string, newest: string): Promise<void> {
    const keys = await this.#withoutEnded((await this.#subscriptionsOf(userId)).filter(isConsoleKey));
    const others = keys.filter(({ id }) => id !== newest).toSorted((a, b) => b.createdDate - a.createdDate);
    for (const { id } of others.slice(MOST_KEYS - 1)) await this.#subscriptions.delete(id, { by: userId });
  }

  #sourceIn(owned: readonly StoredSubscription[], scopes: readonly string[]): StoredSubscription | undefined {
    const active = owned.filter((each) => !isConsoleKey(each) && this.#isActive(each));
    return scopes
      .map((scope) => active.find((each) => each.scope === scope))
      .find((found) => found !== undefined);
  }

  #isActive({
    state,
    ownerState = "active",
    startDate = 0,
    endDate = Infinity,
  }: StoredSubscription): boolean {
    const now = this.#clock();
    return state === "active" && ownerState === "active" && startDate <= now && now < endDate;
  }

  /** The console's keys among these. Deletes those that have ended. */
  async #withoutEnded(owned: readonly StoredSubscription[]): Promise<readonly StoredSubscription[]> {
    const keys = owned.filter(isConsoleKey);
    const now = this.#clock();
    for (const key of keys) if (hasEnded(key, now)) await this.#subscriptions.delete(key.id);
    return keys.filter((key) => !hasEnded(key, now));
  }

  async #subscriptionsOf(ownerId: string): Promise<readonly StoredSubscription[]> {
    const owned: StoredSubscription[] = [];
    let count = 0;
    for await (const { items } of pagesOf((from) =>
      this.#subscriptions.list({ ownerId, limit: PAGE, ...from }),
    )) {
      owned.push(...items);
      if (++count === MOST_PAGES) break;
    }
    return owned;
  }

  /** The console's subscriptions whose ids begin so. Lists are in the order of ids, so no other subscription is read. */
  async #startingWith(prefix: string): Promise<readonly StoredSubscription[]> {
    const found: StoredSubscription[] = [];
    let count = 0;
    for await (const { items } of pagesOf(
      (from) => this.#subscriptions.list({ limit: PAGE, ...from }),
      prefix,
    )) {
      const beginning = items.filter(({ id }) => id.startsWith(prefix));
      found.push(...beginning.filter(isConsoleKey));
      if (beginning.length < items.length || ++count === MOST_PAGES) break;
    }
    return found;
  }

  /** Sweeps now, unless a sweep was a moment ago, and again when the key that is issued now has ended. */
  #sweepSoon(): void {
    if (this.#clock() - this.#lastSweep >= SWEEP_EVERY) this.#sweepQuietly();
    this.#sweepLater();
  }

  #sweepLater(): void {
    if (this.#isClosed || this.#sweepDue !== undefined) return;
    this.#sweepDue = setTimeout(() => {
      this.#sweepDue = undefined;
      this.#sweepQuietly();
    }, LIFETIME + 1000).unref();
  }

  // Keys that have ended open nothing, so a store that fails now is swept later.
  #sweepQuietly(): void {
    this.sweep().then(
      (left) => left > 0 && this.#sweepLater(),
      () => this.#sweepLater(),
    );
  }
}

const hasEnded = ({ endDate = Infinity }: StoredSubscription, now: number) => endDate <= now;
