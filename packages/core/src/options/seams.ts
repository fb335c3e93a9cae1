import { timedFetch } from "../evidence/tokens/keys/timed-fetch.js";
import { guardedTelemetry } from "../operators/guarded-telemetry.js";
import type { CatalogEvent } from "../operators/catalog-events.js";
import type { DecisionEvent } from "../operators/events.js";
import type { Telemetry } from "../operators/telemetry.js";
import { aFunction, optional, port, type FormsOf, nothingLeft } from "./forms.js";

/** What the application gives in place of the clock, the network and a log. */
export interface SeamOptions {
  /** Called after every decision, with nothing secret. */
  readonly onDecision?: (event: DecisionEvent) => void;
  /** Called after every update of products and APIs, with the paths that another API decides for from then on. */
  readonly onCatalogUpdate?: (event: CatalogEvent) => void;
  /**
   * Where metrics and attributes of spans go: `openTelemetry()` of `@product-auth/core/telemetry`. Default: nowhere, and
   * nothing is measured.
   */
  readonly telemetry?: Telemetry;
  /** Milliseconds since 1970. Default `Date.now`, looked up at each call: fake timers may replace it at any time. */
  readonly clock?: () => number;
  /** Fetches discovery documents and keys. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface SeamSettings {
  readonly onDecision: ((event: DecisionEvent) => void) | undefined;
  readonly onCatalogUpdate: ((event: CatalogEvent) => void) | undefined;
  readonly telemetry: Telemetry | undefined;
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
}

export const seamForms: FormsOf<SeamOptions> = {
  onDecision: optional(aFunction),
  onCatalogUpdate: optional(aFunction),
  telemetry: optional(port("decided")),
  clock: optional(aFunction),
  fetch: optional(aFunction),
};

export function settleSeams({
  onDecision,
  onCatalogUpdate,
  telemetry: given,
  clock = () => Date.now(),
  fetch: fetching = (...request) => globalThis.fetch(...request),
  ...left
}: SeamOptions): SeamSettings {
  nothingLeft(left);
  const telemetry = given && guardedTelemetry(given);
  const fetch =
    telemetry === undefined ? fetching : timedFetch(fetching, (...took) => telemetry.fetchedKeys(...took));
  return { onDecision, onCatalogUpdate, telemetry, clock, fetch };
}
