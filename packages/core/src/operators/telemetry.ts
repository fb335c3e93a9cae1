import type { DecisionEvent } from "./events.js";
import type { Health } from "./health.js";
import type { RefusalCode } from "../refusals/refusals.js";

/** What an instance queries while it decides. */
export type StoreKind = "subscriptions" | "clients" | "counters";

/** What an instance keeps in memory to avoid work. */
export type CacheKind = "tokens" | "subscriptions" | "clients";

/** An instance that metrics are read from when they are collected. */
export interface WatchedInstance {
  health(): Health;
  /** Milliseconds since 1970. */
  clock(): number;
}

/**
 * Receives what an instance does, for metrics and traces; `openTelemetry()` of `@product-auth/core/telemetry` makes one. Its
 * methods are called while requests are decided, in the context of the request. They must return at once; an error in
 * one of them does not affect the request. The first error of each method is a process warning.
 */
export interface Telemetry {
  /** Called once for each instance. Returns what is called when the instance is closed. */
  watch(instance: WatchedInstance): () => void;
  /** A decision, of each guard of a request. */
  decided(event: DecisionEvent): void;
  /** The seconds from the call of a guard to its decision, waiting included. `code`: of a refusal or a 503. */
  took(seconds: number, outcome: DecisionEvent["outcome"], code?: RefusalCode): void;
  /** One query to a store or registry. `failed`: it threw, rejected, or did not answer in time. */
  queried(store: StoreKind, seconds: number, failed: boolean): void;
  /** One look-up in a cache. `found`: it was answered from memory. */
  lookedUp(cache: CacheKind, found: boolean): void;
  /** One request for a discovery document or for keys. */
  fetchedKeys(seconds: number, failed: boolean): void;
}
