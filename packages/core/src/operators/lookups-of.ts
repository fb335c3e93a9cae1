import type { LookupObserver } from "../evidence/remembered.js";
import type { Telemetry } from "./telemetry.js";

/** Reports the look-ups and queries of a store; undefined without telemetry. */
export function lookupsOf(
  store: "subscriptions" | "clients",
  telemetry: Telemetry | undefined,
): LookupObserver | undefined {
  return (
    telemetry && {
      lookedUp: (found) => telemetry.lookedUp(store, found),
      queried: (seconds, failed) => telemetry.queried(store, seconds, failed),
    }
  );
}
