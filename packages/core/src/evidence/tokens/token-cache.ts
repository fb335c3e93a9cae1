import { LRUCache } from "lru-cache";
import type { VerifiedToken } from "../evidence.js";
import type { Metadata } from "./keys/discovery.js";
import type { KeySource } from "./keys/key-source.js";
import type { SigningKey } from "./keys/signing-keys.js";

/** A verified token with everything its verification depended on that may change while it is cached. */
export interface KnownToken {
  readonly text: string;
  readonly token: VerifiedToken;
  /** The verifier whose list of issuers it went through. */
  readonly by?: object;
  readonly source: KeySource;
  /** The key that verified it. */
  readonly key: SigningKey;
  /** The issuer's metadata at that time; only the names in it are compared. */
  readonly metadata: Metadata | undefined;
  /** Issuers that come earlier in the list, whose metadata named another issuer than the token. */
  readonly rivals: readonly KeySource[];
  /** Estimated size in bytes. */
  readonly size: number;
}

/** 32 MiB: ten thousand typical tokens. */
export const DEFAULT_TOKEN_CACHE_BYTES = 33_554_432;

/**
 * Characters of a signature's end: 72 bits, so that good tokens practically never share them. The text of each request is
 * new, so its key is hashed again each time: 43 characters take 0.1 µs more.
 */
const KEY = 12;

/**
 * A cache of verified tokens, bounded in number and in bytes. The key is the end of the signature, and the whole token is
 * compared then: no hashing, and a collision cannot return the evidence of another token. Failures are never cached.
 */
export class TokenCache {
  /** Whether the cache can hold anything. */
  readonly isEnabled: boolean;
  readonly #limits: { readonly max: number; readonly maxSize: number };
  /** Made for the first token: it takes half a megabyte, which an instance that sees none never needs. */
  #entries: LRUCache<string, KnownToken> | undefined;

  /** With 0 for either limit nothing is cached. */
  constructor(max: number, maxBytes: number = DEFAULT_TOKEN_CACHE_BYTES) {
    this.#limits = { max, maxSize: maxBytes };
    this.isEnabled = max > 0 && maxBytes > 0;
  }

  get size(): number {
    return this.#entries?.size ?? 0;
  }

  /** Estimated size of all entries, in bytes. */
  get bytes(): number {
    return this.#entries?.calculatedSize ?? 0;
  }

  /** `tag`: keeps apart what verifiers with different issuers know of one text. */
  get(text: string, tag = ""): KnownToken | undefined {
    const entry = this.#entries?.get(tag === "" ? text.slice(-KEY) : text.slice(-KEY) + tag);
    return entry?.text === text ? entry : undefined;
  }

  /** Adds an entry, unless it is larger than the whole cache may be. */
  set(entry: KnownToken, tag = ""): void {
    if (!this.isEnabled) return;
    this.#entries ??= new LRUCache(this.#limits);
    this.#entries.set(entry.text.slice(-KEY) + tag, entry, { size: entry.size });
  }

  /** Removes all entries. */
  clear(): void {
    this.#entries?.clear();
  }
}
