import { randomUUID } from "node:crypto";
import type { Act, AuditAction, AuditEvent } from "./audit-event.js";
import { callObserver } from "../operators/call-observer.js";
import { digestKey, pepperId } from "../evidence/subscriptions/key-digest.js";
import { rotated, withoutVoid } from "./rotate-keys.js";
import {
  RepositoryConflictError,
  type StoredKey,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "./stored-subscription.js";
import type { OwnerState, SubscriptionState } from "../evidence/subscriptions/subscription.js";
import { generateKey, hintOf } from "./subscription-key.js";

/** A new subscription. */
export interface NewSubscription {
  /** Default: a random id. */
  readonly id?: string;
  readonly scope: string;
  /** Default `active`. */
  readonly state?: SubscriptionState;
  readonly displayName?: string;
  readonly ownerId?: string;
  readonly ownerState?: OwnerState;
  readonly startDate?: Date;
  readonly endDate?: Date;
  /** 1 to 256 characters. Default: generated. */
  readonly primaryKey?: string;
  readonly secondaryKey?: string;
}

/** What administration needs. */
export interface AdministrationOptions {
  readonly repository: SubscriptionRepository;
  /** The same as `subscriptionKeyPepper` of the instances that look keys up. */
  readonly pepper?: string;
  readonly onAudit?: (event: AuditEvent) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Creates and changes subscriptions. Keys are shown once, by the call that makes them. */
export interface SubscriptionAdministration {
  create(
    wanted: NewSubscription,
    act?: Act,
  ): Promise<{ subscription: StoredSubscription; primaryKey: string; secondaryKey: string }>;
  activate(id: string, act?: Act): Promise<StoredSubscription>;
  suspend(id: string, act?: Act): Promise<StoredSubscription>;
  reject(id: string, act?: Act): Promise<StoredSubscription>;
  cancel(id: string, act?: Act): Promise<StoredSubscription>;
  expire(id: string, act?: Act): Promise<StoredSubscription>;
  /** Makes a new key; the old one works `grace` seconds longer, default 0: it is void at once. */
  regeneratePrimary(
    id: string,
    options?: Act & { grace?: number },
  ): Promise<{ subscription: StoredSubscription; key: string }>;
  regenerateSecondary(
    id: string,
    options?: Act & { grace?: number },
  ): Promise<{ subscription: StoredSubscription; key: string }>;
  get(id: string): Promise<StoredSubscription | undefined>;
  list(query?: SubscriptionQuery): Promise<SubscriptionPage>;
  delete(id: string, act?: Act): Promise<boolean>;
}

/** Thrown when there is no subscription of this id. */
export class SubscriptionNotFoundError extends Error {
  override readonly name = "SubscriptionNotFoundError";
  readonly code = "PRODUCT_AUTH_SUBSCRIPTION_NOT_FOUND";

  constructor(id: string) {
    super(`There is no subscription ${id}`);
  }
}

/** How often a change is tried again when somebody else changed the same subscription in between. */
const ATTEMPTS = 5;

/** Administration of the subscriptions in a repository. */
export function administerSubscriptions({
  repository,
  pepper = "",
  onAudit,
  clock = Date.now,
}: AdministrationOptions): SubscriptionAdministration {
  // The change is made: an audit that fails must not cost the caller the key that is shown only now.
  const tell = (event: Omit<AuditEvent, "at">) => {
    callObserver(() => onAudit?.(Object.freeze({ ...event, at: clock() })), "ProductAuthAuditWarning");
  };

  function stored(slot: StoredKey["slot"], key: string): StoredKey {
    if (key.length < 1 || key.length > 256)
      throw new RangeError("A subscription key has 1 to 256 characters");
    return {
      slot,
      digest: digestKey(key, pepper),
      hint: hintOf(key),
      ...(pepper !== "" && { pepper: pepperId(pepper) }),
    };
  }

  async function change(
    id: string,
    next: (old: StoredSubscription) => StoredSubscription,
  ): Promise<{ old: StoredSubscription; subscription: StoredSubscription }> {
    for (let attempt = 1; ; attempt++) {
      const old = await repository.get(id);
      if (old === undefined) throw new SubscriptionNotFoundError(id);
      const changed = next(old);
      const keys = withoutVoid(changed.keys, clock());
      const subscription = { ...changed, keys, version: old.version + 1 };
      try {
        await repository.replace(subscription);
        return { old, subscription };
      } catch (error) {
        const again =
          error instanceof RepositoryConflictError && error.conflict === "version" && attempt < ATTEMPTS;
        if (!again) throw error;
      }
    }
  }

  const become =
    (action: AuditAction, to: SubscriptionState) =>
    async (id: string, act: Act = {}) => {
      const { old, subscription } = await change(id, ({ stateComment: _, ...rest }) => ({
        ...rest,
        state: to,
        ...(act.comment !== undefined && { stateComment: act.comment }),
      }));
      tell({ action, subscriptionId: id, ...act, from: old.state, to });
      return subscription;
    };

  const regenerate =
    (slot: StoredKey["slot"]) =>
    async (id: string, { grace = 0, ...act }: Act & { grace?: number } = {}) => {
      if (!(grace >= 0 && grace < Infinity))
        throw new RangeError("grace is a number of seconds that is not negative");
      const key = generateKey();
      const now = clock();
      const { subscription } = await change(id, (old) => ({
        ...old,
        keys: rotated(old.keys, stored(slot, key), Math.round(now + grace * 1000)),
      }));
      tell({ action: `regenerate-${slot}`, subscriptionId: id, ...act });
      return { subscription, key };
    };

  return {
    async create(
      { primaryKey = generateKey(), secondaryKey = generateKey(), startDate, endDate, ...wanted },
      act = {},
    ) {
      const subscription: StoredSubscription = {
        ...wanted,
        id: wanted.id ?? randomUUID(),
        state: wanted.state ?? "active",
        createdDate: clock(),
        ...(startDate !== undefined && { startDate: momentOf(startDate, "startDate") }),
        ...(endDate !== undefined && { endDate: momentOf(endDate, "endDate") }),
        keys: [stored("primary", primaryKey), stored("secondary", secondaryKey)],
        version: 1,
      };
      await repository.insert(subscription);
      tell({ action: "create", subscriptionId: subscription.id, ...act, to: subscription.state });
      return { subscription, primaryKey, secondaryKey };
    },
    activate: become("activate", "active"),
    suspend: become("suspend", "suspended"),
    reject: become("reject", "rejected"),
    cancel: become("cancel", "cancelled"),
    expire: become("expire", "expired"),
    regeneratePrimary: regenerate("primary"),
    regenerateSecondary: regenerate("secondary"),
    get: (id) => repository.get(id),
    list: (query) => repository.list(query),
    async delete(id, act = {}) {
      const deleted = await repository.delete(id);
      if (deleted) tell({ action: "delete", subscriptionId: id, ...act });
      return deleted;
    },
  };
}

function momentOf(date: Date, name: string): number {
  const moment = date.getTime();
  if (Number.isNaN(moment)) throw new RangeError(`${name} is not a date`);
  return moment;
}
