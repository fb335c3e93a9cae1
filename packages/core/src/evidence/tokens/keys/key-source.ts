import type { Metadata } from "./discovery.js";
import type { FetchFailure } from "./fetch-json.js";
import type { SigningKeys } from "./signing-keys.js";
import type { SkippedKeys } from "./skipped-keys.js";
import type { Awaitable } from "../../../lib/awaitable.js";

/** The keys and metadata that an issuer published at one time. */
export interface Snapshot {
  /** Absent without a discovery document: keys come from a URL or from the options. */
  readonly metadata?: Metadata;
  readonly keys: SigningKeys;
  /** When the fetch of the keys began, in milliseconds since 1970. */
  readonly fetchedAt: number;
  /** When the fetch of the metadata began. Keys are fetched more often than metadata. */
  readonly metadataFetchedAt?: number;
}

/** No keys are available: the milliseconds until the next attempt, and the reason. */
export interface NoKeys {
  readonly retryIn: number;
  readonly failure: FetchFailure;
}

/** State of a source, for `health()`. */
export interface KeySourceHealth {
  /** URL of the keys or the discovery document; "options" for keys from the options. */
  readonly from: string;
  readonly issuer?: string;
  readonly keys: number;
  /** Published keys that are not used, by reason; absent when all are used. */
  readonly skipped?: readonly SkippedKeys[];
  /** Whether there are keys to verify tokens with. */
  readonly usable: boolean;
  /** Milliseconds since 1970 of the last successful fetch of the keys. */
  readonly fetchedAt?: number;
  /** Milliseconds since 1970 of the last successful fetch of the discovery document. */
  readonly metadataFetchedAt?: number;
  /** Number of failed fetches since the last success. */
  readonly failures: number;
  readonly lastFailure?: string;
  /** Time of the next attempt, in milliseconds since 1970. */
  readonly nextAttemptAt?: number;
}

/** The source of one issuer's keys. */
export interface KeySource {
  /** The current keys; waits only when there are none. */
  current(now: number): Awaitable<Snapshot | NoKeys>;
  /** Newer keys, after an unknown `kid`; undefined when there are none yet, `NoKeys` when the issuer cannot be reached. */
  newer(than: Snapshot, now: number): Awaitable<Snapshot | NoKeys | undefined>;
  health(now: number): KeySourceHealth;
}

/** Keys from the options: always available, never refreshed. */
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
