import { sanitize } from "../../../lib/sanitize.js";
import type { Algorithm } from "./algorithms.js";
import { discover, type Metadata } from "./discovery.js";
import type { FetchFailure, FetchLimits } from "./fetch-json.js";
import type { KeySource, KeySourceHealth, NoKeys, Snapshot } from "./key-source.js";
import { fetchSigningKeys } from "./signing-keys.js";
import type { Awaitable } from "../../../lib/awaitable.js";

/** Lifetimes of keys and metadata, each by its own age, in milliseconds. */
export interface KeyTimes {
  /** Age at which keys and metadata are fetched again in the background. */
  readonly refreshInterval: number;
  /** Minimum time between two fetches that are caused by an unknown `kid`. */
  readonly unknownKeyInterval: number;
  /** Age beyond which keys and metadata are never used. */
  readonly lastKnownGood: number;
}

/** The default lifetimes: 1 hour, 5 minutes, 24 hours. */
export const DEFAULT_KEY_TIMES: KeyTimes = Object.freeze({
  refreshInterval: 3_600_000,
  unknownKeyInterval: 300_000,
  lastKnownGood: 86_400_000,
});

/** What to fetch: metadata and keys, or the keys only. */
type FetchScope = "all" | "keys";

/** Where keys are fetched from: through a discovery document, or from a known URL. */
export interface KeyPlace {
  /** Either this or `jwksUri` is set. */
  readonly discoveryUrl?: string;
  readonly jwksUri?: string;
  /** What the discovery document must name as its issuer (OpenID Connect Discovery 1.0 §4.3). */
  readonly expectedIssuer?: string;
  readonly algorithms: readonly Algorithm[];
}

const FIRST_BACKOFF = 1_000;
const LONGEST_BACKOFF = 60_000;
/** Keys younger than this, in milliseconds, are not fetched again for an unknown `kid`. */
const FRESH = 30_000;

/**
 * The signing keys of one issuer. Concurrent requests share a fetch; keys are refreshed hourly, kept during an outage up
 * to a limit, and replaced as a whole, so that a removed key is refused. No timers: a request that finds old keys
 * refreshes them.
 */
export class KeyRing implements KeySource {
  readonly #place: KeyPlace;
  readonly #times: KeyTimes;
  readonly #limits: FetchLimits;
  readonly #clock: () => number;
  #snapshot: Snapshot | undefined;
  #pending: { readonly what: FetchScope; readonly done: Promise<void> } | undefined;
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

  /** The current keys. Waits only when there are no usable keys, or they are older than twice the refresh interval. */
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
      // While fetches fail, the back-off limits them. The window for unknown keys starts with a successful fetch only.
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

  // One fetch at a time, shared by all waiting requests; it never rejects. A pending fetch of keys does not refresh the
  // metadata, so the fetch of both follows it, unless the issuer has just failed.
  #fetchOnce(now: number, what: FetchScope): Promise<void> {
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

  async #fetch(now: number, what: FetchScope): Promise<void> {
    const known = this.#snapshot;
    const onlyKeys = what === "keys" && known !== undefined;
    const metadata = onlyKeys ? known.metadata : await this.#discover();
    if (metadata !== undefined && "failure" in metadata) return this.#failed(metadata);
    const jwksUri = (metadata?.jwksUri ?? this.#place.jwksUri)!;
    const answer = await fetchSigningKeys(jwksUri, this.#place.algorithms, this.#limits, known?.keys);
    if ("failure" in answer) return this.#failed(answer);
    this.#failures = 0;
    this.#nextAttempt = -Infinity;
    // A fetch of keys must not renew the metadata's age: callers with made-up `kid`s could keep it from ever being refreshed.
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
    return { failure: `the metadata is of another issuer, ${sanitize(metadata.issuer)}` };
  }

  // Exponential back-off with jitter, so that many instances do not retry at the same time.
  #failed(failure: FetchFailure): void {
    this.#failure = failure;
    const longest = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#nextAttempt = this.#clock() + longest * (0.5 + Math.random() / 2);
  }
}

const oldestOf = ({ fetchedAt, metadataFetchedAt = fetchedAt }: Snapshot): number =>
  Math.min(fetchedAt, metadataFetchedAt);
