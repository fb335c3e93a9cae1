import { shown } from "../../../lib/shown.js";
import type { Algorithm } from "./algorithms.js";
import { discover, type Metadata } from "./discovery.js";
import type { FetchFailure, FetchLimits } from "./fetch-json.js";
import type { KeySource, KeySourceHealth, NoKeys, Snapshot } from "./key-source.js";
import { fetchSigningKeys } from "./signing-keys.js";
import type { Awaitable } from "../../../lib/awaitable.js";

/** How long keys and metadata live, each by its own age. All in milliseconds. */
export interface KeyTimes {
  /** Age at which keys and metadata are fetched again in the background. */
  readonly refreshInterval: number;
  /** An unknown `kid` causes at most one fetch in this time. */
  readonly unknownKeyInterval: number;
  /** Keys and metadata older than this are not used, whatever happens. */
  readonly lastKnownGood: number;
}

/** What holds unless the options say otherwise. */
export const DEFAULT_KEY_TIMES: KeyTimes = Object.freeze({
  refreshInterval: 3_600_000,
  unknownKeyInterval: 300_000,
  lastKnownGood: 86_400_000,
});

/** What is fetched: metadata and keys, or the keys alone from where the metadata says. */
type Wanted = "all" | "keys";

/** Where a ring finds its keys: through a discovery document, or at a known address. */
export interface KeyPlace {
  /** One of the two is given. */
  readonly discoveryUrl?: string;
  readonly jwksUri?: string;
  /** What the discovery document must name as its issuer (OpenID Connect Discovery 1.0 §4.3). */
  readonly expectedIssuer?: string;
  readonly algorithms: readonly Algorithm[];
}

const FIRST_BACKOFF = 1_000;
const LONGEST_BACKOFF = 60_000;
/** Keys as fresh as this are not fetched again for an unknown `kid`: the issuer cannot know it either. */
const FRESH = 30_000;

/**
 * The signing keys of one issuer: fetched once however many ask, refreshed hourly, kept through an outage up to a
 * bound, replaced whole so that a removed key is refused. No timers: a request that finds keys old renews them.
 */
export class KeyRing implements KeySource {
  readonly #place: KeyPlace;
  readonly #times: KeyTimes;
  readonly #limits: FetchLimits;
  readonly #clock: () => number;
  #snapshot: Snapshot | undefined;
  #pending: { readonly what: Wanted; readonly done: Promise<void> } | undefined;
  #failure: FetchFailure = { failure: "not fetched yet" };
  #failures = 0;
  #nextAttempt = -Infinity;
  #nextUnknownKey = -Infinity;

  constructor(place: KeyPlace, times: KeyTimes, limits: FetchLimits, clock: () => number) {
    this.#place = place;
    this.#times = times;
    this.#limits = limits;
    this.#clock = clock;
  }

  /** What is known now; waits only when there is nothing usable, or nothing has been asked for twice the interval. */
  current(now: number): Snapshot | NoKeys | Promise<Snapshot | NoKeys> {
    const snapshot = this.#usable(now);
    const age = snapshot === undefined ? Infinity : now - oldestOf(snapshot);
    if (snapshot !== undefined && age < this.#times.refreshInterval) return snapshot;
    if (this.#pending === undefined && now < this.#nextAttempt) return snapshot ?? this.#noKeys(now);
    const fetching = this.#fetchOnce(now, "all");
    if (snapshot !== undefined && age < 2 * this.#times.refreshInterval) return snapshot;
    return fetching.then(() => this.#usable(this.#clock()) ?? this.#noKeys(this.#clock()));
  }

  newer(than: Snapshot, now: number): Awaitable<Snapshot | NoKeys | undefined> {
    if (this.#pending === undefined) {
      // While fetches fail, the back-off bounds them; the window is for answers, and a failed fetch is none.
      if (now < this.#nextAttempt) return this.#noKeys(now);
      const young = Math.min(FRESH, this.#times.unknownKeyInterval);
      if (now < this.#nextUnknownKey || now - than.fetchedAt < young) return undefined;
    }
    return this.#fetchOnce(now, "keys").then(() => {
      if (this.#failures > 0) return this.#noKeys(this.#clock());
      this.#nextUnknownKey = now + this.#times.unknownKeyInterval;
      return this.#usable(this.#clock()) ?? this.#noKeys(this.#clock());
    });
  }

  health(now: number): KeySourceHealth {
    const { metadata, keys, fetchedAt, metadataFetchedAt } = this.#snapshot ?? {};
    return {
      from: (this.#place.discoveryUrl ?? this.#place.jwksUri)!,
      ...(metadata !== undefined && { issuer: metadata.issuer }),
      keys: keys?.all.size ?? 0,
      usable: this.#usable(now) !== undefined,
      ...(fetchedAt !== undefined && { fetchedAt }),
      ...(metadataFetchedAt !== undefined && { metadataFetchedAt }),
      failures: this.#failures,
      ...(this.#failures > 0 && { lastFailure: this.#failure.failure, nextAttemptAt: this.#nextAttempt }),
    };
  }

  #usable(now: number): Snapshot | undefined {
    const snapshot = this.#snapshot;
    return snapshot !== undefined && now - oldestOf(snapshot) < this.#times.lastKnownGood
      ? snapshot
      : undefined;
  }

  #noKeys(now: number): NoKeys {
    return { retryIn: Math.max(0, this.#nextAttempt - now), failure: this.#failure };
  }

  // One fetch at a time, shared by all who wait; it never rejects. Old metadata is not made new by a fetch of keys that
  // happens to be under way: the one for both follows it, unless the issuer has just failed.
  #fetchOnce(now: number, what: Wanted): Promise<void> {
    const pending = this.#pending;
    if (pending !== undefined) {
      if (what === "keys" || pending.what === "all") return pending.done;
      return pending.done.then(() => (this.#failures > 0 ? undefined : this.#fetchOnce(now, "all")));
    }
    const done = this.#fetch(now, what).finally(() => {
      this.#pending = undefined;
    });
    this.#pending = { what, done };
    return done;
  }

  async #fetch(now: number, what: Wanted): Promise<void> {
    const known = this.#snapshot;
    const onlyKeys = what === "keys" && known !== undefined;
    const metadata = onlyKeys ? known.metadata : await this.#discover();
    if (metadata !== undefined && "failure" in metadata) return this.#failed(metadata);
    const jwksUri = (metadata?.jwksUri ?? this.#place.jwksUri)!;
    const answer = await fetchSigningKeys(jwksUri, this.#place.algorithms, this.#limits, known?.keys);
    if ("failure" in answer) return this.#failed(answer);
    this.#failures = 0;
    this.#nextAttempt = -Infinity;
    // Stamping the metadata for keys alone would let anybody with made-up kids keep it from ever being read again.
    const metadataFetchedAt = onlyKeys ? known.metadataFetchedAt : now;
    this.#snapshot = {
      keys: answer.keys,
      fetchedAt: now,
      ...(metadata !== undefined && { metadata, metadataFetchedAt: metadataFetchedAt! }),
    };
  }

  async #discover(): Promise<Metadata | FetchFailure | undefined> {
    const { discoveryUrl, expectedIssuer } = this.#place;
    if (discoveryUrl === undefined) return undefined;
    const metadata = await discover(discoveryUrl, this.#limits);
    if ("failure" in metadata || expectedIssuer === undefined || metadata.issuer === expectedIssuer)
      return metadata;
    return { failure: `the metadata is of another issuer, ${shown(metadata.issuer)}` };
  }

  // Exponential back-off with jitter, so that many instances do not come back in step.
  #failed(failure: FetchFailure): void {
    this.#failure = failure;
    const longest = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#nextAttempt = this.#clock() + longest * (0.5 + Math.random() / 2);
  }
}

const oldestOf = ({ fetchedAt, metadataFetchedAt = fetchedAt }: Snapshot): number =>
  Math.min(fetchedAt, metadataFetchedAt);
