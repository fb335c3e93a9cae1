import { callObserver } from "./call-observer.js";
import { OBSERVER_WARNING } from "./events.js";
import type { Telemetry } from "./telemetry.js";

/** The same telemetry, whose errors become process warnings. */
export function guardedTelemetry(telemetry: Telemetry): Telemetry {
  const call = (report: () => unknown) => callObserver(report, OBSERVER_WARNING);
  return Object.freeze({
    watch(instance) {
      let stop: (() => void) | undefined;
      call(() => void (stop = telemetry.watch(instance)));
      return () => call(() => stop?.());
    },
    decided: (event) => call(() => telemetry.decided(event)),
    took: (seconds, outcome) => call(() => telemetry.took(seconds, outcome)),
    queried: (store, seconds, failed) => call(() => telemetry.queried(store, seconds, failed)),
    lookedUp: (cache, found) => call(() => telemetry.lookedUp(cache, found)),
    fetchedKeys: (seconds, failed) => call(() => telemetry.fetchedKeys(seconds, failed)),
  } satisfies Telemetry);
}
