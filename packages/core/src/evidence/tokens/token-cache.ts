import { LRUCache } from "lru-cache";
import type { VerifiedToken } from "../evidence.js";
import type { Metadata } from "./keys/discovery.js";
import type { KeySource } from "./keys/key-source.js";
import type { SigningKey } from "./keys/signing-keys.js";

/** A token that was verified once, with all that it was judged by and that may change while it is remembered. */
export interface KnownToken {
  readonly text: string;
  readonly token: VerifiedToken;
  readonly source: KeySource;
  /** The key that verified it. */
  readonly key: SigningKey;
  /** The issuer's metadata of that moment; only the names in it are of interest. */
  readonly metadata: Metadata | undefined;
  /** Issuers that are asked first, and whose metadata did not name them the token's. */
  readonly rivals: readonly KeySource[];
  /** Bytes it holds. */
  readonly size: number;
}

/** 32 MiB: ten thousand usual tokens, and an upper bound for any others. */
export const DEFAULT_TOKEN_CACHE_BYTES = 33_554_432;

/**
 * Verified tokens, bounded in number and in bytes. Looked up by the end of the signature and then compared whole: no
 * hashing, and no collision can hand one caller another's evidence. Failures are never kept.
 */
export class TokenCache {
  readonly #entries: LRUCache<string, KnownToken> | undefined;

  /** 0 of either: nothing is kept. */
  constructor(max: number, maxBytes: number = DEFAULT_TOKEN_CACHE_BYTES) {
    this.#entries = max > 0 && maxBytes > 0 ? new LRUCache({ max, maxSize: maxBytes }) : undefined;
  }

  /** Whether anything is ever kept. */
  get remembers(): boolean {
    return this.#entries !== undefined;
  }

  get size(): number {
    return this.#entries?.size ?? 0;
  }

  /** Bytes that all of them hold. */
  get bytes(): number {
    return this.#entries?.calculatedSize ?? 0;
  }

  get(text: string): KnownToken | undefined {
    const entry = this.#entries?.get(text.slice(-43));
    return entry?.text === text ? entry : undefined;
  }

  /** One that is larger than all may be together is not kept. */
  set(entry: KnownToken): void {
    this.#entries?.set(entry.text.slice(-43), entry, { size: entry.size });
  }

  /** Forgets all of them. */
  clear(): void {
    this.#entries?.clear();
  }
}
