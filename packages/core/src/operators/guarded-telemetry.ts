import { callObserver } from "./call-observer.js";
import { OBSERVER_WARNING } from "./events.js";
import type { Telemetry } from "./telemetry.js";
import { warnOfError } from "../lib/warn-of-error.js";

/** The same telemetry, whose methods throw nothing. The first error of each is a process warning. */
export function guardedTelemetry(telemetry: Telemetry): Telemetry {
  const failed = new Set<keyof Telemetry>();
  const call = (method: keyof Telemetry, report: () => unknown) =>
    callObserver(report, OBSERVER_WARNING, (error) => {
      if (failed.has(method)) return; // what fails for one request fails for every request: a log must not fill
      failed.add(method);
      warnOfError(error, OBSERVER_WARNING);
    });
  return Object.freeze({
    watch(instance) {
      let stop: (() => void) | undefined;
      call("watch", () => void (stop = telemetry.watch(instance)));
      return () => call("watch", () => stop?.());
    },
    decided: (event) => call("decided", () => telemetry.decided(event)),
    took: (...took) => call("took", () => telemetry.took(...took)),
    queried: (...query) => call("queried", () => telemetry.queried(...query)),
    lookedUp: (...lookUp) => call("lookedUp", () => telemetry.lookedUp(...lookUp)),
    fetchedKeys: (...fetched) => call("fetchedKeys", () => telemetry.fetchedKeys(...fetched)),
  } satisfies Telemetry);
}
