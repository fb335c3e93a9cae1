import { channel } from "node:diagnostics_channel";
import type { CountersEvent } from "../policies/limits/guarded-counters-settings.js";
import { callObserver } from "./call-observer.js";
import { OBSERVER_WARNING } from "./events.js";

/** Name of the `node:diagnostics_channel` on which a failing and a restored store of counters are published. */
export const COUNTERS_CHANNEL = "product-auth:counters";

/** Publishes that the store of counters fails or answers again: on the channel, and to the observer or as a process warning. */
export function emitCountersEvent(
  event: CountersEvent,
  observer: ((event: CountersEvent) => void) | undefined,
): void {
  channel(COUNTERS_CHANNEL).publish(event);
  if (observer !== undefined) callObserver(() => observer(event), OBSERVER_WARNING);
  else if (event.state === "degraded")
    process.emitWarning(`The store of counters fails: ${event.cause}`, "ProductAuthCountersWarning");
}
