import { randomUUID } from "node:crypto";
import type { Act, AuditAction, AuditEvent } from "./audit-event.js";
import { callObserver } from "../operators/call-observer.js";
import { digestKey, pepperId } from "../evidence/subscriptions/key-digest.js";
import { changeSubscription, SubscriptionStateError } from "./change-subscription.js";
import { ownerChanges, type SubscriptionUpdate } from "./owner-changes.js";
import { rotateKeys } from "./rotate-keys.js";
import type {
  StoredKey,
  StoredSubscription,
  SubscriptionPage,
  SubscriptionQuery,
  SubscriptionRepository,
} from "./stored-subscription.js";
import type { OwnerState, SubscriptionState } from "../evidence/subscriptions/subscription.js";
import { generateKey, hintOf } from "./subscription-key.js";

/** A subscription to create. */
export interface NewSubscription {
  /** Default: a random UUID. */
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

/** Who changes a state and why, and the states that it may be changed from. */
export interface StateAct extends Act {
  /** Default: any state. So a subscription that its owner cancels meanwhile is not activated by an approval. */
  readonly onlyFrom?: readonly SubscriptionState[];
}

/** Options of `administerSubscriptions`. */
export interface AdministrationOptions {
  readonly repository: SubscriptionRepository;
  /** The same pepper as the option `subscriptionKeyPepper` of the instances that look up keys. Default: none. */
  readonly pepper?: string;
  /** Called after each change. What it throws becomes a process warning. */
  readonly onAudit?: (event: AuditEvent) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Creates and changes subscriptions. A key is returned once, by the call that creates it. */
export interface SubscriptionAdministration {
  create(
    subscription: NewSubscription,
    act?: Act,
  ): Promise<{ subscription: StoredSubscription; primaryKey: string; secondaryKey: string }>;
  /**
   * Changes the state, also to the same one. `comment` becomes the subscription's `stateComment`, and replaces the earlier
   * one. Rejects with `SubscriptionStateError` when the state is none of `onlyFrom`.
   */
  activate(id: string, act?: StateAct): Promise<StoredSubscription>;
  suspend(id: string, act?: StateAct): Promise<StoredSubscription>;
  reject(id: string, act?: StateAct): Promise<StoredSubscription>;
  cancel(id: string, act?: StateAct): Promise<StoredSubscription>;
  expire(id: string, act?: StateAct): Promise<StoredSubscription>;
  /** Changes name or owner. Writes and reports nothing when both are the same already. */
  update(id: string, update: SubscriptionUpdate, act?: Act): Promise<StoredSubscription>;
  /**
   * Sets the owner's state in every subscription of the owner, one `replace` each, and returns how many were changed. After
   * a failure, call it again: those that have the state are left alone. One that is inserted meanwhile may be missed.
   */
  setOwnerState(ownerId: string, state: OwnerState, act?: Act): Promise<number>;
  /** Replaces the primary key. The old key keeps working for `grace` seconds, default 0. */
  regeneratePrimary(
    id: string,
    options?: Act & { grace?: number },
  ): Promise<{ subscription: StoredSubscription; key: string }>;
  /** Replaces the secondary key. The old key keeps working for `grace` seconds, default 0. */
  regenerateSecondary(
    id: string,
    options?: Act & { grace?: number },
  ): Promise<{ subscription: StoredSubscription; key: string }>;
  get(id: string): Promise<StoredSubscription | undefined>;
  list(query?: SubscriptionQuery): Promise<SubscriptionPage>;
  delete(id: string, act?: Act): Promise<boolean>;
}

/** Makes the functions that create and change the subscriptions of a repository. */
export function administerSubscriptions({
  repository,
  pepper = "",
  onAudit,
  clock = () => Date.now(),
}: AdministrationOptions): SubscriptionAdministration {
  // The change has been made: a failing audit must not lose the key, which is returned only now.
  const audit = (event: Omit<AuditEvent, "at">) => {
    callObserver(() => onAudit?.(Object.freeze({ ...event, at: clock() })), "ProductAuthAuditWarning");
  };

  function storedKey(slot: StoredKey["slot"], key: string): StoredKey {
    if (key.length < 1 || key.length > 256)
      throw new RangeError(`The key has ${key.length} characters; a subscription key has 1 to 256`);
    return {
      slot,
      digest: digestKey(key, pepper),
      hint: hintOf(key),
      ...(pepper !== "" && { pepper: pepperId(pepper) }),
    };
  }

  const change = (id: string, next: (old: StoredSubscription) => StoredSubscription) =>
    changeSubscription(repository, clock, id, next);

  const changeState =
    (action: AuditAction, to: SubscriptionState) =>
    async (id: string, { onlyFrom, ...act }: StateAct = {}) => {
      const { old, subscription } = await change(id, ({ stateComment: _, ...rest }) => {
        if (onlyFrom?.includes(rest.state) === false) throw new SubscriptionStateError(id, rest.state);
        return { ...rest, state: to, ...(act.comment !== undefined && { stateComment: act.comment }) };
      });
      audit({ action, subscriptionId: id, ...act, from: old.state, to });
      return subscription;
    };

  const regenerate =
    (slot: StoredKey["slot"]) =>
    async (id: string, { grace = 0, ...act }: Act & { grace?: number } = {}) => {
      if (!(grace >= 0 && grace < Infinity))
        throw new RangeError(`grace is ${grace}; write 0 or more seconds`);
      const key = generateKey();
      const now = clock();
      const { subscription } = await change(id, (old) => ({
        ...old,
        keys: rotateKeys(old.keys, storedKey(slot, key), Math.round(now + grace * 1000)),
      }));
      audit({ action: `regenerate-${slot}`, subscriptionId: id, ...act });
      return { subscription, key };
    };

  return {
    async create(
      { primaryKey = generateKey(), secondaryKey = generateKey(), startDate, endDate, ...given },
      act = {},
    ) {
      const subscription: StoredSubscription = {
        ...given,
        id: given.id ?? randomUUID(),
        state: given.state ?? "active",
        createdDate: clock(),
        ...(startDate !== undefined && { startDate: timeOf(startDate, "startDate") }),
        ...(endDate !== undefined && { endDate: timeOf(endDate, "endDate") }),
        keys: [storedKey("primary", primaryKey), storedKey("secondary", secondaryKey)],
        version: 1,
      };
      await repository.insert(subscription);
      audit({ action: "create", subscriptionId: subscription.id, ...act, to: subscription.state });
      return { subscription, primaryKey, secondaryKey };
    },
    activate: changeState("activate", "active"),
    suspend: changeState("suspend", "suspended"),
    reject: changeState("reject", "rejected"),
    cancel: changeState("cancel", "cancelled"),
    expire: changeState("expire", "expired"),
    ...ownerChanges({ repository, change, audit }),
    regeneratePrimary: regenerate("primary"),
    regenerateSecondary: regenerate("secondary"),
    get: (id) => repository.get(id),
    list: (query) => repository.list(query),
    async delete(id, act = {}) {
      const deleted = await repository.delete(id);
      if (deleted) audit({ action: "delete", subscriptionId: id, ...act });
      return deleted;
    },
  };
}

function timeOf(date: Date, name: string): number {
  const time = date.getTime();
  if (Number.isNaN(time)) throw new RangeError(`${name} is an invalid Date`);
  return time;
}
