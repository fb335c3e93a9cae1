import { OWNER_STATES, type OwnerState } from "../evidence/subscriptions/subscription.js";
import type { Act, AuditEvent } from "./audit-event.js";
import { SubscriptionNotFoundError, type ChangedSubscription } from "./change-subscription.js";
import type { StoredSubscription, SubscriptionRepository } from "./stored-subscription.js";

/** New name or owner of a subscription. At least one member. */
export interface SubscriptionUpdate {
  /** 1 to 256 characters. */
  readonly displayName?: string;
  /**
   * The new owner, 1 to 256 characters. `ownerState` stays as it is unless it is given as well. The former owner still
   * knows the keys: regenerate them.
   */
  readonly ownerId?: string;
  /** State of the owner. */
  readonly ownerState?: OwnerState;
}

/** What these changes take from the administration. */
export interface OwnerChangesContext {
  readonly repository: SubscriptionRepository;
  readonly change: (
    id: string,
    next: (old: StoredSubscription) => StoredSubscription,
  ) => Promise<ChangedSubscription>;
  readonly audit: (event: Omit<AuditEvent, "at">) => void;
}

const MOST_CHARACTERS = 256;
const PAGE = 100;

/** Makes the functions that change the name and the owner of subscriptions. */
export function ownerChanges({ repository, change, audit }: OwnerChangesContext) {
  function auditChange({ old, subscription }: ChangedSubscription, { by, comment }: Act): void {
    const about = {
      subscriptionId: old.id,
      ...(by !== undefined && { by }),
      ...(comment !== undefined && { comment }),
    };
    if (subscription.displayName !== old.displayName) audit({ action: "rename", ...about });
    const { ownerId } = subscription;
    if (ownerId !== undefined && ownerId !== old.ownerId)
      audit({
        action: "transfer",
        ...about,
        ...(old.ownerId !== undefined && { fromOwner: old.ownerId }),
        toOwner: ownerId,
      });
    if (stateOf(subscription) !== stateOf(old))
      audit({ action: "owner-state", ...about, ownerState: stateOf(subscription) });
  }

  return {
    async update(id: string, update: SubscriptionUpdate, act: Act = {}): Promise<StoredSubscription> {
      const wanted = checked(update);
      const changed = await change(id, (old) => (isSame(old, wanted) ? old : { ...old, ...wanted }));
      auditChange(changed, act);
      return changed.subscription;
    },

    async setOwnerState(ownerId: string, state: OwnerState, act: Act = {}): Promise<number> {
      // Without an owner the list would be that of all subscriptions.
      checkText("ownerId", ownerId);
      checkOwnerState(state);
      let count = 0;
      let after: string | undefined;
      do {
        const page = await repository.list({ ownerId, limit: PAGE, ...(after !== undefined && { after }) });
        for (const { id } of page.items) {
          const changed = await changeUnlessDeleted(id, (old) =>
            // It may have been transferred since it was listed.
            old.ownerId !== ownerId || stateOf(old) === state ? old : { ...old, ownerState: state },
          );
          if (changed === undefined || changed.subscription === changed.old) continue;
          count += 1;
          auditChange(changed, act);
        }
        after = page.next;
      } while (after !== undefined);
      return count;
    },
  };

  async function changeUnlessDeleted(
    ...given: Parameters<OwnerChangesContext["change"]>
  ): Promise<ChangedSubscription | undefined> {
    try {
      return await change(...given);
    } catch (error) {
      if (error instanceof SubscriptionNotFoundError) return undefined;
      throw error;
    }
  }
}

/** Absent: active, as where keys are judged. */
const stateOf = ({ ownerState = "active" }: StoredSubscription): OwnerState => ownerState;

const isSame = (old: StoredSubscription, update: SubscriptionUpdate): boolean =>
  (update.displayName ?? old.displayName) === old.displayName &&
  (update.ownerId ?? old.ownerId) === old.ownerId &&
  (update.ownerState ?? stateOf(old)) === stateOf(old);

// Only the members that are named here: an object that came from a form may hold others.
function checked({ displayName, ownerId, ownerState }: SubscriptionUpdate): SubscriptionUpdate {
  if (displayName === undefined && ownerId === undefined && ownerState === undefined)
    throw new RangeError("The update is empty; write displayName, ownerId or ownerState");
  if (displayName !== undefined) checkText("displayName", displayName);
  if (ownerId !== undefined) checkText("ownerId", ownerId);
  if (ownerState !== undefined) checkOwnerState(ownerState);
  return {
    ...(displayName !== undefined && { displayName }),
    ...(ownerId !== undefined && { ownerId }),
    ...(ownerState !== undefined && { ownerState }),
  };
}

function checkText(name: string, text: string): void {
  if (typeof text !== "string") throw new RangeError(`${name} is not a string`);
  if (text.length < 1 || text.length > MOST_CHARACTERS)
    throw new RangeError(`${name} has ${text.length} characters; write 1 to ${MOST_CHARACTERS}`);
}

function checkOwnerState(state: OwnerState): void {
  if (!OWNER_STATES.includes(state))
    throw new RangeError(`The state of the owner is unknown; write one of ${OWNER_STATES.join(", ")}`);
}
