import { channel } from "node:diagnostics_channel";
import { callObserver } from "./call-observer.js";
import type { ReassignedPath } from "../catalog/reassigned-paths.js";
import type { RestartedLimit } from "../policies/limits/restarted-limits.js";
import { OBSERVER_WARNING } from "./events.js";

/** A successful update of products and APIs. */
export interface CatalogEvent {
  /** Names of the current products. */
  readonly products: readonly string[];
  /** Names of the current APIs. */
  readonly apis: readonly string[];
  /** Version of the catalog from now on, as in every decision. */
  readonly catalogVersion: string;
  /**
   * Paths that belong to another API or operation now. When an inner API was removed, the outer one may admit more
   * callers.
   */
  readonly reassignedPaths: readonly ReassignedPath[];
  /**
   * Limits whose counters begin again, because period, algorithm, key or name changed. Other limits keep what they have
   * counted, also when their numbers changed.
   */
  readonly restartedLimits: readonly RestartedLimit[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Name of the `node:diagnostics_channel` on which every update of a catalog is published. */
export const CATALOG_CHANNEL = "product-auth:catalog";

/** Publishes an update, on the channel and to the observer. An error in an observer does not affect the update. */
export function emitCatalogEvent(
  event: CatalogEvent,
  observer: ((event: CatalogEvent) => void) | undefined,
): void {
  Object.freeze(event);
  channel(CATALOG_CHANNEL).publish(event);
  if (observer !== undefined) callObserver(() => observer(event), OBSERVER_WARNING);
}
