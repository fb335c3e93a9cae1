import type { Metadata } from "./discovery.js";
import type { FetchFailure } from "./fetch-json.js";
import type { SigningKeys } from "./signing-keys.js";
import type { Awaitable } from "../../../lib/awaitable.js";

/** What an issuer published at one moment. */
export interface Snapshot {
  /** Absent when keys are given by address or in the options, without a discovery document. */
  readonly metadata?: Metadata;
  readonly keys: SigningKeys;
  /** When the keys were asked for, in milliseconds since 1970. */
  readonly fetchedAt: number;
  /** The same for the metadata, which has an age of its own: keys alone are fetched more often. */
  readonly metadataFetchedAt?: number;
}

/** Keys cannot be had: milliseconds until the next attempt, and why. */
export interface NoKeys {
  readonly retryIn: number;
  readonly failure: FetchFailure;
}

/** State of a source, for `health()`. */
export interface KeySourceHealth {
  /** Where the keys come from; "options" for keys given there. */
  readonly from: string;
  readonly issuer?: string;
  readonly keys: number;
  /** Whether tokens can be checked with what is at hand. */
  readonly usable: boolean;
  /** Milliseconds since 1970 of the last successful fetch of the keys. */
  readonly fetchedAt?: number;
  /** The same for the discovery document, where there is one. */
  readonly metadataFetchedAt?: number;
  /** Fetches that failed since the last success. */
  readonly failures: number;
  readonly lastFailure?: string;
  /** Milliseconds since 1970 before which no new attempt is made. */
  readonly nextAttemptAt?: number;
}

/** Where the keys of one issuer come from. */
export interface KeySource {
  /** What is known now; waits only when nothing usable is at hand. */
  current(now: number): Awaitable<Snapshot | NoKeys>;
  /** Newer keys after an unknown `kid`; undefined when there are none yet, `NoKeys` when nobody can tell. */
  newer(than: Snapshot, now: number): Awaitable<Snapshot | NoKeys | undefined>;
  health(now: number): KeySourceHealth;
}

/** Keys given in the options: always at hand, never newer. */
export class GivenKeys implements KeySource {
  readonly #snapshot: Snapshot;

  constructor(keys: SigningKeys) {
    this.#snapshot = { keys, fetchedAt: 0 };
  }

  current(): Snapshot {
    return this.#snapshot;
  }

  newer(): undefined {
    return undefined;
  }

  health(): KeySourceHealth {
    return { from: "options", keys: this.#snapshot.keys.all.size, usable: true, failures: 0 };
  }
}
