import { LRUCache } from "lru-cache";
import type { VerifiedToken } from "../evidence.js";
import type { KeySource } from "./key-source.js";
import type { SigningKey } from "./signing-keys.js";

/** A token that was verified once, with the key that did it and the source that published it. */
export interface KnownToken {
  readonly text: string;
  readonly token: VerifiedToken;
  readonly source: KeySource;
  readonly key: SigningKey;
}

/**
 * Verified tokens, bounded. Looked up by the end of the signature and then compared whole: no hashing, and no
 * collision can hand one caller another's evidence. Failures are never kept.
 */
export class TokenCache {
  readonly #entries: LRUCache<string, KnownToken> | undefined;

  constructor(max: number) {
    this.#entries = max > 0 ? new LRUCache({ max }) : undefined;
  }

  get size(): number {
    return this.#entries?.size ?? 0;
  }

  get(text: string): KnownToken | undefined {
    const entry = this.#entries?.get(text.slice(-43));
    return entry?.text === text ? entry : undefined;
  }

  set(entry: KnownToken): void {
    this.#entries?.set(entry.text.slice(-43), entry);
  }
}
