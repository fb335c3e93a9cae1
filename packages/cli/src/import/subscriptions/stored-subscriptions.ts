import type { Import } from "@product-auth/apim";
import { digestKey, hintOf, type StoredKey, type StoredSubscription } from "@product-auth/core/subscriptions";
import { Misuse } from "../../misuse.js";
import { printable } from "../../printable.js";

const STATES = ["active", "submitted", "rejected", "suspended", "cancelled", "expired"] as const;

/** What subscriptions of a store have that an import does not know. */
export interface StoredParts {
  /** Names of APIs in the catalog by their names in the service. */
  readonly names: ReadonlyMap<string, string>;
  /** The moment for an id, in milliseconds since 1970. */
  readonly createdDate: (id: string) => number;
}

/** The subscriptions of an import whose keys are known, as a store has them: digests, no keys. */
export function storedSubscriptions(
  { configuration, keys }: Pick<Import, "configuration" | "keys">,
  { names, createdDate }: StoredParts,
): readonly StoredSubscription[] {
  const ids = new Map<string, string>();
  return configuration.subscriptions.flatMap((subscription): StoredSubscription[] => {
    const { id, displayName, scope, state, owner, startDate, endDate } = subscription;
    const known = keys.get(id);
    if (known === undefined) return [];
    const stored = [
      storedKey("primary", known.primaryKey, id),
      ...(known.secondaryKey === undefined || known.secondaryKey === known.primaryKey
        ? []
        : [storedKey("secondary", known.secondaryKey, id)]),
    ];
    for (const { digest } of stored) refuseTwice(ids, digest, id);
    return [
      {
        id,
        scope: scopeOf(scope, names),
        state: STATES.find((one) => one === state) ?? "submitted",
        ...(displayName !== undefined && { displayName }),
        ...(owner !== undefined && { ownerId: owner }),
        createdDate: createdDate(id),
        ...(startDate !== undefined && { startDate: momentOf(startDate, id) }),
        ...(endDate !== undefined && { endDate: momentOf(endDate, id) }),
        keys: stored,
        version: 1,
      },
    ];
  });
}

function scopeOf(scope: string, names: ReadonlyMap<string, string>): string {
  const api = /^\/apis\/(.+)$/s.exec(scope)?.[1];
  return api === undefined ? scope : `/apis/${names.get(api) ?? api}`;
}

function storedKey(slot: StoredKey["slot"], key: string, id: string): StoredKey {
  if (key.length >= 1 && key.length <= 256) return { slot, digest: digestKey(key), hint: hintOf(key) };
  throw new Misuse(`the ${slot} key of the subscription ${printable(id)} does not have 1 to 256 characters.`);
}

// A store finds the subscription by the digest of its key.
function refuseTwice(ids: Map<string, string>, digest: string, id: string): void {
  const other = ids.get(digest);
  if (other !== undefined)
    throw new Misuse(`the subscriptions ${printable(other)} and ${printable(id)} have the same key.`);
  ids.set(digest, id);
}

function momentOf(text: string, id: string): number {
  const moment = Date.parse(text);
  if (Number.isFinite(moment)) return moment;
  throw new Misuse(`a date of the subscription ${printable(id)} is not of the form 2026-11-30T08:00:00Z.`);
}
