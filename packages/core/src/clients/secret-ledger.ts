/**
 * What the record of an application remembers about its secrets. Entra's lists lag behind by seconds, so the secrets that
 * were created or removed lately are counted from here. Contains no secret.
 */
export interface SecretLedger {
  /** The operation that creates a secret at the moment. */
  readonly lease?: { readonly operation: string; readonly until: number };
  /** Operations that may have created a secret that was never returned. The next operation removes it. */
  readonly unseen: readonly { readonly operation: string; readonly at: number }[];
  /** The last operations whose secret was returned. */
  readonly shown: readonly string[];
  readonly made: readonly { readonly keyId: string; readonly endDate: number; readonly at: number }[];
  readonly removed: readonly { readonly keyId: string; readonly at: number }[];
}

/** Milliseconds for which lists of secrets may lag behind. */
const LAG = 600_000;
const MOST_SHOWN = 8;
/** More than an application can have in Entra ID at a time is never created here. */
const MOST_UNSEEN = 32;

export const NO_SECRETS: SecretLedger = Object.freeze({ unseen: [], shown: [], made: [], removed: [] });

/** The ledger after an operation took the lease. */
export function withLease(ledger: SecretLedger, operation: string, until: number, now: number): SecretLedger {
  const others = ledger.unseen.filter((one) => one.operation !== operation);
  const unseen = [...others, { operation, at: now }].slice(-MOST_UNSEEN);
  return { ...withoutOld(ledger, now), lease: { operation, until }, unseen };
}

/** The ledger after the operation created a secret that is returned now. */
export function withShown(
  { lease: _, ...ledger }: SecretLedger,
  operation: string,
  secret: { readonly keyId: string; readonly endDate: number },
  now: number,
): SecretLedger {
  return {
    ...ledger,
    // Earlier attempts were removed at the beginning of this one, but a list may not have had them yet.
    unseen: ledger.unseen.filter((one) => one.operation !== operation && now - one.at < LAG),
    shown: [...ledger.shown, operation].slice(-MOST_SHOWN),
    made: [...ledger.made, { keyId: secret.keyId, endDate: secret.endDate, at: now }],
  };
}

/** The ledger after the operation ended without a secret. `isGone`: whether what it may have created was removed. */
export function withoutLease(
  { lease: _, ...ledger }: SecretLedger,
  operation: string | undefined,
  isGone: boolean,
): SecretLedger {
  return isGone ? { ...ledger, unseen: ledger.unseen.filter((one) => one.operation !== operation) } : ledger;
}

/** The ledger after a secret was removed. */
export function withRemoved(ledger: SecretLedger, keyId: string, now: number): SecretLedger {
  const kept = withoutOld(ledger, now);
  return {
    ...kept,
    made: kept.made.filter((one) => one.keyId !== keyId),
    removed: [...kept.removed.filter((one) => one.keyId !== keyId), { keyId, at: now }],
  };
}

/** The ids of the active secrets: those in the list, and those that the list may not have or may still have. */
export function activeSecrets(
  listed: readonly { readonly keyId: string; readonly endDate: number }[],
  { made, removed }: SecretLedger,
  now: number,
): ReadonlySet<string> {
  const gone = new Set(removed.map(({ keyId }) => keyId));
  const recent = made.filter(({ at }) => now - at < LAG);
  const active = [...listed, ...recent].filter(({ keyId, endDate }) => endDate > now && !gone.has(keyId));
  return new Set(active.map(({ keyId }) => keyId));
}

const withoutOld = (ledger: SecretLedger, now: number): SecretLedger => ({
  ...ledger,
  made: ledger.made.filter(({ at }) => now - at < LAG),
  removed: ledger.removed.filter(({ at }) => now - at < LAG),
});
