import { metrics, type Attributes, type Histogram, type Meter, type MeterProvider } from "@opentelemetry/api";
import type { CacheKind, StoreKind, Telemetry } from "../operators/telemetry.js";
import type { RefusalCode } from "../refusals/refusals.js";
import { CODE } from "./attribute-names.js";
import { DecisionLabels } from "./decision-labels.js";
import { describeOnSpan } from "./span-attributes.js";
import { StateGauges } from "./state-gauges.js";

/** Where metrics go. */
export interface OpenTelemetryOptions {
  /** Default: the global one, as it is when `openTelemetry()` is called. Start the SDK before. */
  readonly meterProvider?: MeterProvider;
}

/**
 * Records decisions and their surroundings as metrics of OpenTelemetry, and describes each decision on the active span. Call
 * it after the SDK has been started, and pass the result to every instance: `telemetry: openTelemetry()`. All calls with one
 * meter provider return the same object, so a process has fewer than 2,000 series of it.
 */
export function openTelemetry({
  meterProvider = metrics.getMeterProvider(),
}: OpenTelemetryOptions = {}): Telemetry {
  const known = telemetries.get(meterProvider);
  if (known !== undefined) return known;
  const telemetry = telemetryOf(meterProvider.getMeter("@product-auth/core"));
  telemetries.set(meterProvider, telemetry);
  return telemetry;
}

// A provider has one set of series, and each of its gauges one value, whichever instance records them.
const telemetries = new WeakMap<MeterProvider, Telemetry>();

function telemetryOf(meter: Meter): Telemetry {
  const decisions = meter.createCounter("product_auth.decisions", {
    unit: "{decision}",
    description: "Decisions on requests, of each guard.",
  });
  const duration = meter.createHistogram("product_auth.decision.duration", {
    unit: "s",
    description: "Time from the call of a guard to its decision, waiting included; with the code of a 503.",
    advice: { explicitBucketBoundaries: DECISION_BOUNDARIES },
  });
  const fetches = queryHistogram(meter, "product_auth.signing_key.fetch.duration", "a fetch of signing keys");
  const queries: Readonly<Record<StoreKind, Histogram>> = {
    subscriptions: queryHistogram(meter, "product_auth.subscription.query.duration", "a subscription query"),
    clients: queryHistogram(meter, "product_auth.client.query.duration", "a query for a client application"),
    counters: queryHistogram(meter, "product_auth.counter.query.duration", "a call of the store of counters"),
  };
  const lookUps: Readonly<Record<CacheKind, (found: boolean) => void>> = {
    tokens: cacheCounters(meter, "product_auth.token.cache", "tokens"),
    subscriptions: cacheCounters(meter, "product_auth.subscription.cache", "subscriptions"),
    clients: cacheCounters(meter, "product_auth.client.cache", "client applications"),
  };
  const labels = new DecisionLabels();
  const gauges = new StateGauges(meter);
  return Object.freeze({
    watch: (instance) => gauges.watch(instance),
    decided(event) {
      decisions.add(1, labels.of(event));
      describeOnSpan(event);
    },
    took: (seconds, outcome, code) =>
      duration.record(seconds, outcome === "unavailable" && code !== undefined ? failedWith(code) : NONE),
    queried: (store, seconds, failed) =>
      queries[store].record(seconds, failed ? failedWith(FAILURES[store]) : NONE),
    lookedUp: (cache, found) => lookUps[cache](found),
    fetchedKeys: (seconds, failed) =>
      fetches.record(seconds, failed ? failedWith("signing_keys_unavailable") : NONE),
  } satisfies Telemetry);
}

/** Seconds. A cached token takes some ten microseconds, a new one some hundred, and a wait at most a few seconds. */
const DECISION_BOUNDARIES = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** Seconds. The longest wait for keys is five. */
const QUERY_BOUNDARIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const NONE: Attributes = Object.freeze({});

/** The code of the 503 that the failure of each store leads to. */
const FAILURES: Readonly<Record<StoreKind, RefusalCode>> = {
  subscriptions: "subscriptions_unavailable",
  clients: "clients_unavailable",
  counters: "limits_unavailable",
};

const failedWith = (code: RefusalCode): Attributes => ({ [CODE]: code });

function queryHistogram(meter: Meter, name: string, what: string): Histogram {
  return meter.createHistogram(name, {
    unit: "s",
    description: `Duration of ${what}; with a code when it failed.`,
    advice: { explicitBucketBoundaries: QUERY_BOUNDARIES },
  });
}

function cacheCounters(meter: Meter, name: string, what: string): (found: boolean) => void {
  const hits = meter.createCounter(`${name}.hits`, {
    unit: "{lookup}",
    description: `Look-ups of ${what} that were answered from memory.`,
  });
  const misses = meter.createCounter(`${name}.misses`, {
    unit: "{lookup}",
    description: `Look-ups of ${what} that were not in memory.`,
  });
  let began = false;
  return (found) => {
    (found ? hits : misses).add(1);
    if (began) return;
    began = true;
    (found ? misses : hits).add(0); // without a series for it, the share of the other is no figure
  };
}
