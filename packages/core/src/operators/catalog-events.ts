import { channel } from "node:diagnostics_channel";
import { callObserver } from "./call-observer.js";
import type { HandOver } from "../catalog/hand-overs.js";
import { OBSERVER_WARNING } from "./events.js";

/** What operators learn of an update of products and APIs that has been taken over. */
export interface CatalogEvent {
  /** Names of the products that there are now. */
  readonly products: readonly string[];
  /** Names of the APIs that there are now. */
  readonly apis: readonly string[];
  /**
   * Paths that another API or operation decides for from now on. Where an inner API has been removed, the outer one may
   * admit more callers.
   */
  readonly handedOver: readonly HandOver[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Name of the `node:diagnostics_channel` on which every update of a catalog is published. */
export const CATALOG_CHANNEL = "product-auth:catalog";

/** Tells operators of an update. Can never break it. */
export function tellOfUpdate(
  event: CatalogEvent,
  observer: ((event: CatalogEvent) => void) | undefined,
): void {
  Object.freeze(event);
  channel(CATALOG_CHANNEL).publish(event);
  if (observer !== undefined) callObserver(() => observer(event), OBSERVER_WARNING);
}
