import type { KeyObject } from "node:crypto";
import type { KeyKind } from "./algorithms.js";
import type { SkippedKeys } from "./skipped-keys.js";

/** A key that may verify signatures. The same object is reused while the issuer publishes the same key. */
export interface SigningKey {
  /** Absent for a key given in the options without an id. */
  readonly kid?: string;
  readonly key: KeyObject;
  readonly kind: KeyKind;
  /** The only algorithm that it may serve, when its document names one. */
  readonly algorithm?: string;
  /** Present when its document says that it is for signatures; absent when the document does not say. */
  readonly use?: "sig";
  /** Thumbprints of its certificate, as its document writes them (RFC 7517 §4.8, §4.9). */
  readonly x5t?: string;
  readonly x5tS256?: string;
  /** Entra: the only issuer this key may sign for, exact or with `{tenantid}`. */
  readonly issuer?: string;
  /** Entra: the cloud the key belongs to. */
  readonly cloud?: string;
  /** Its public members, to detect whether a refreshed key is the same. */
  readonly material: string;
}

/** The keys of one issuer. */
export interface SigningKeys {
  /** Several keys may share a `kid` (RFC 7517 §4.5). */
  readonly byKid: ReadonlyMap<string, readonly SigningKey[]>;
  /** All keys, including those without a `kid`. */
  readonly all: ReadonlySet<SigningKey>;
  /** Published keys that are not used. */
  readonly skipped: readonly SkippedKeys[];
}

/** Indexes keys by `kid`. */
export function signingKeys(
  keys: readonly SigningKey[],
  skipped: readonly SkippedKeys[] = NONE,
): SigningKeys {
  const byKid = new Map<string, SigningKey[]>();
  for (const key of keys) {
    if (key.kid === undefined) continue;
    const others = byKid.get(key.kid);
    if (others === undefined) byKid.set(key.kid, [key]);
    else others.push(key);
  }
  return { byKid, all: new Set(keys), skipped };
}

const NONE: readonly SkippedKeys[] = Object.freeze([]);
