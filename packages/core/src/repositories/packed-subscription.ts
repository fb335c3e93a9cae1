import type { StoredKey, StoredSubscription } from "./stored-subscription.js";
import type { Writable } from "../lib/writable.js";
import type { Subscription, SubscriptionState } from "../evidence/subscriptions/subscription.js";

/** Members that few subscriptions have; `keys` unless there is exactly one primary and one secondary key. */
type Rest = Pick<StoredSubscription, "ownerState" | "stateComment" | "startDate" | "endDate"> & {
  readonly keys?: readonly StoredKey[];
};

/**
 * A stored subscription in compact form, for a million of them: common members are stored flat in one object (128 bytes
 * without its strings, instead of 330), rare ones separately. A copy, independent of the object it was made from.
 */
export class PackedSubscription {
  readonly id: string;
  readonly scope: string;
  readonly state: SubscriptionState;
  readonly displayName: string | undefined;
  readonly ownerId: string | undefined;
  readonly version: number;
  readonly #createdDate: number;
  readonly #primary: string;
  readonly #primaryHint: string;
  readonly #secondary: string;
  readonly #secondaryHint: string;
  readonly #pepper: string | undefined;
  readonly #rest: Rest | undefined;

  constructor(stored: StoredSubscription) {
    const { keys, ownerState, stateComment, startDate, endDate } = stored;
    this.id = stored.id;
    this.scope = stored.scope;
    this.state = stored.state;
    this.displayName = stored.displayName;
    this.ownerId = stored.ownerId;
    this.version = stored.version;
    this.#createdDate = stored.createdDate;
    const [primary, secondary] = isUsual(keys) ? keys : [];
    this.#primary = primary?.digest ?? "";
    this.#primaryHint = primary?.hint ?? "";
    this.#secondary = secondary?.digest ?? "";
    this.#secondaryHint = secondary?.hint ?? "";
    this.#pepper = primary?.pepper;
    const rest: Rest = {
      ...(ownerState !== undefined && { ownerState }),
      ...(stateComment !== undefined && { stateComment }),
      ...(startDate !== undefined && { startDate }),
      ...(endDate !== undefined && { endDate }),
      ...(primary === undefined && { keys: Object.freeze(keys.map((key) => Object.freeze({ ...key }))) }),
    };
    this.#rest = Object.keys(rest).length === 0 ? undefined : rest;
  }

  /** Its keys, in their original order. */
  get keys(): readonly StoredKey[] {
    if (this.#rest?.keys !== undefined) return this.#rest.keys;
    const pepper = this.#pepper === undefined ? {} : { pepper: this.#pepper };
    return [
      { slot: "primary", digest: this.#primary, hint: this.#primaryHint, ...pepper },
      { slot: "secondary", digest: this.#secondary, hint: this.#secondaryHint, ...pepper },
    ];
  }

  /** The same as `asEvidence` for one of its digests, without unpacking the keys. */
  evidenceFor(digest: string): Subscription {
    // Set member by member: this runs for every request with a key.
    const found: Writable<Subscription> = {
      id: this.id,
      scope: this.scope,
      state: this.state,
      createdDate: this.#createdDate,
    };
    if (this.displayName !== undefined) found.displayName = this.displayName;
    if (this.ownerId !== undefined) found.ownerId = this.ownerId;
    if (this.#rest === undefined) return Object.freeze(found);
    const { ownerState, startDate, endDate, keys } = this.#rest;
    if (ownerState !== undefined) found.ownerState = ownerState;
    if (startDate !== undefined) found.startDate = startDate;
    if (endDate !== undefined) found.endDate = endDate;
    const keyEndsAt = keys?.find((key) => key.digest === digest)?.endsAt;
    if (keyEndsAt !== undefined) found.keyEndsAt = keyEndsAt;
    return Object.freeze(found);
  }

  /** Returns the subscription as it was stored. */
  unpack(): StoredSubscription {
    const { id, scope, state, displayName, ownerId, version, keys } = this;
    return {
      id,
      scope,
      state,
      ...(displayName !== undefined && { displayName }),
      ...(ownerId !== undefined && { ownerId }),
      createdDate: this.#createdDate,
      ...this.#rest,
      keys,
      version,
    };
  }
}

type Usual = readonly [StoredKey, StoredKey];

function isUsual(keys: readonly StoredKey[]): keys is Usual {
  const [primary, secondary] = keys;
  if (keys.length !== 2 || primary?.slot !== "primary" || secondary?.slot !== "secondary") return false;
  const current = primary.endsAt === undefined && secondary.endsAt === undefined;
  return current && primary.pepper === secondary.pepper;
}
