import { discover, type Metadata } from "./discovery.js";
import { FetchAllowance } from "./fetch-allowance.js";
import type { FetchFailure, FetchLimits } from "./fetch-json.js";
import { fetchKeySet, type AllowedAlgorithms } from "./key-set.js";
import type { KeySource, KeySourceHealth, NoKeys, Snapshot } from "./key-source.js";
import { otherIssuer } from "./other-issuer.js";
import type { SkippedKeys } from "./skipped-keys.js";
import type { Awaitable } from "../../../lib/awaitable.js";

/** Lifetimes of keys and metadata, each by its own age, in milliseconds. */
export interface KeyTimes {
  /** Age at which keys and metadata are fetched again in the background. */
  readonly refreshInterval: number;
  /** Unknown `kid`s cause three fetches at once, and then one in this time. */
  readonly unknownKeyInterval: number;
  /** Age beyond which keys and metadata are never used. */
  readonly lastKnownGood: number;
}

/** The default lifetimes: 1 hour, 30 seconds, 24 hours. */
export const DEFAULT_KEY_TIMES: KeyTimes = Object.freeze({
  refreshInterval: 3_600_000,
  unknownKeyInterval: 30_000,
  lastKnownGood: 86_400_000,
});

/** What to fetch: metadata and keys, or the keys only. */
type FetchScope = "all" | "keys";

/** Where keys are fetched from: through a discovery document, or from a known URL. */
export interface KeyPlace extends AllowedAlgorithms {
  /** Either this or `jwksUri` is set. */
  readonly discoveryUrl?: string;
  readonly jwksUri?: string;
  /** What the discovery document must name as its issuer (OpenID Connect Discovery 1.0 §4.3). */
  readonly expectedIssuer?: string;
  /** Path of the option that names the expected issuer. */
  readonly option?: string;
}

const FIRST_BACKOFF = 1_000;
const LONGEST_BACKOFF = 60_000;
const NONE: readonly SkippedKeys[] = Object.freeze([]);

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
  readonly #allowance: FetchAllowance;
  #snapshot: Snapshot | undefined;
  #pending: { readonly what: FetchScope; readonly done: Promise<void> } | undefined;
  #failure: FetchFailure = { failure: "not fetched yet" };
  #failures = 0;
  #nextAttempt = -Infinity;
  /** The keys of the last key set that are not used; also when none of its keys was. */
  #skipped = NONE;

  constructor(place: KeyPlace, times: KeyTimes, limits: FetchLimits, clock: () => number) {
    this.#place = place;
    this.#times = times;
    this.#limits = limits;
    this.#clock = clock;
    this.#allowance = new FetchAllowance(times.unknownKeyInterval);
  }

  /**
   * The current keys. Waits only when there are no usable keys, or when they are older than twice the refresh interval and
   * the last fetch succeeded: in an outage no request waits for the next attempt while kept keys serve.
   */
  current(now: number): Snapshot | NoKeys | Promise<Snapshot | NoKeys> {
    const snapshot = this.#usable(now);
    const age = snapshot === undefined ? Infinity : now - oldestOf(snapshot);
    if (snapshot !== undefined && age < this.#times.refreshInterval) return snapshot;
    if (this.#pending === undefined && now < this.#nextAttempt) return snapshot ?? this.#noKeys(now);
    const fetching = this.#fetchOnce(now, "all");
    const serves = age < 2 * this.#times.refreshInterval || this.#failures > 0;
    if (snapshot !== undefined && serves) return snapshot;
    return fetching.then(() => this.#usable(this.#clock()) ?? this.#noKeys(this.#clock()));
  }

  newer(than: Snapshot, now: number): Awaitable<Snapshot | NoKeys | undefined> {
    if (this.#pending === undefined) {
      const snapshot = this.#usable(now);
      if (snapshot !== undefined && snapshot !== than) return snapshot; // fetched while the request waited
      // While fetches fail, the key may be a new one: the answer is not that there is none.
      if (now < this.#nextAttempt) return this.#noKeys(now);
      if (!this.#allowance.take(now))
        return this.#failures > 0
          ? { retryIn: this.#allowance.wait(now), failure: this.#failure }
          : undefined;
    }
    return this.#fetchOnce(now, "keys").then(() => {
      const later = this.#clock();
      return this.#failures > 0 ? this.#noKeys(later) : (this.#usable(later) ?? this.#noKeys(later));
    });
  }

  health(now: number): KeySourceHealth {
    const { metadata, keys, fetchedAt, metadataFetchedAt } = this.#snapshot ?? {};
    return {
      from: (this.#place.discoveryUrl ?? this.#place.jwksUri)!,
      ...(metadata !== undefined && { issuer: metadata.issuer }),
      keys: keys?.all.size ?? 0,
      ...(this.#skipped.length > 0 && { skipped: this.#skipped }),
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
    // One deadline for both documents: a request waits for them together.
    const limits = { ...this.#limits, deadline: AbortSignal.timeout(this.#limits.timeout) };
    const onlyKeys = what === "keys" && known !== undefined;
    const metadata = onlyKeys ? known.metadata : await this.#discover(limits);
    if (metadata !== undefined && "failure" in metadata) return this.#failed(metadata);
    const jwksUri = (metadata?.jwksUri ?? this.#place.jwksUri)!;
    const answer = await fetchKeySet(jwksUri, this.#place, limits, known?.keys);
    this.#skipped = answer.skipped ?? this.#skipped;
    if ("failure" in answer) return this.#failed(answer);
    this.#failures = 0;
    this.#nextAttempt = -Infinity;
    // A fetch of keys must not renew the metadata's age: callers with made-up `kid`s could keep it from ever being refreshed.
    const metadataFetchedAt = onlyKeys ? known.metadataFetchedAt : now;
    this.#snapshot = {
      keys: answer,
      fetchedAt: now,
      ...(metadata !== undefined && { metadata, metadataFetchedAt: metadataFetchedAt! }),
    };
  }

  async #discover(limits: FetchLimits): Promise<Metadata | FetchFailure | undefined> {
    const { discoveryUrl, expectedIssuer, option = "issuer" } = this.#place;
    if (discoveryUrl === undefined) return undefined;
    const metadata = await discover(discoveryUrl, limits);
    if ("failure" in metadata || expectedIssuer === undefined || metadata.issuer === expectedIssuer)
      return metadata;
    return otherIssuer(metadata.issuer, { expectedIssuer, discoveryUrl, option });
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
