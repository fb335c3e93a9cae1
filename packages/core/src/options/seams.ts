import type { CatalogEvent } from "../operators/catalog-events.js";
import type { DecisionEvent } from "../operators/events.js";
import { aFunction, optional, type FormsOf, nothingLeft } from "./forms.js";

/** What the application gives in place of the clock, the network and a log. */
export interface SeamOptions {
  /** Called after every decision, with nothing secret. */
  readonly onDecision?: (event: DecisionEvent) => void;
  /** Called after every update of products and APIs, with the paths that another API decides for from then on. */
  readonly onCatalogUpdate?: (event: CatalogEvent) => void;
  /** Milliseconds since 1970. Default `Date.now`, looked up at each call: fake timers may replace it at any time. */
  readonly clock?: () => number;
  /** Fetches discovery documents and keys. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface SeamSettings {
  readonly onDecision: ((event: DecisionEvent) => void) | undefined;
  readonly onCatalogUpdate: ((event: CatalogEvent) => void) | undefined;
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
}

export const seamForms: FormsOf<SeamOptions> = {
  onDecision: optional(aFunction),
  onCatalogUpdate: optional(aFunction),
  clock: optional(aFunction),
  fetch: optional(aFunction),
};

export function settleSeams({
  onDecision,
  onCatalogUpdate,
  clock = () => Date.now(),
  fetch = (...request) => globalThis.fetch(...request),
  ...left
}: SeamOptions): SeamSettings {
  nothingLeft(left);
  return { onDecision, onCatalogUpdate, clock, fetch };
}
