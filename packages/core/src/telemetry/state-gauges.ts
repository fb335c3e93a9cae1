import type { Meter, Observable } from "@opentelemetry/api";
import type { Health } from "../operators/health.js";
import type { WatchedInstance } from "../operators/telemetry.js";

/** One instance, read at the time of a collection. */
interface State {
  readonly health: Health;
  readonly now: number;
}

/** Reads the state of all instances of the process when metrics are collected. */
export class StateGauges {
  readonly #instances = new Set<WatchedInstance>();

  constructor(meter: Meter) {
    const gauges = GAUGES.map(({ name, unit, description, read }) => ({
      gauge: isCount(unit)
        ? meter.createObservableUpDownCounter(name, { unit, description })
        : meter.createObservableGauge(name, { unit, description }),
      read,
    }));
    meter.addBatchObservableCallback(
      (result) => {
        if (this.#instances.size === 0) return;
        const states = [...this.#instances].map((one) => ({ health: one.health(), now: one.clock() }));
        for (const { gauge, read } of gauges) {
          const value = read(states);
          if (value !== undefined) result.observe(gauge, value);
        }
      },
      gauges.map(({ gauge }): Observable => gauge),
    );
  }

  watch(instance: WatchedInstance): () => void {
    this.#instances.add(instance);
    return () => void this.#instances.delete(instance);
  }
}

// By the semantic conventions a number of things is a counter that goes up and down: it can be added up over processes.
const isCount = (unit: string): boolean => unit.startsWith("{");

interface Gauge {
  readonly name: string;
  /** In braces: what is counted. */
  readonly unit: string;
  readonly description: string;
  /** The value for all instances of the process; undefined when there is none. */
  readonly read: (states: readonly State[]) => number | undefined;
}

const issuersOf = (states: readonly State[]) => states.flatMap(({ health }) => health.issuers);

const sum = (states: readonly State[], of: (health: Health) => number): number =>
  states.reduce((total, { health }) => total + of(health), 0);

const GAUGES: readonly Gauge[] = [
  {
    name: "product_auth.signing_key.age",
    unit: "s",
    description: "Time since the oldest signing keys in use were fetched.",
    read: (states) => {
      const ages = states.flatMap(({ health, now }) =>
        health.issuers.flatMap(({ fetchedAt }) => (fetchedAt === undefined ? [] : (now - fetchedAt) / 1000)),
      );
      return ages.length === 0 ? undefined : Math.max(0, ...ages);
    },
  },
  {
    name: "product_auth.signing_key.source.count",
    unit: "{source}",
    description: "Sources of signing keys.",
    read: (states) => issuersOf(states).length,
  },
  {
    name: "product_auth.signing_key.source.failing",
    unit: "{source}",
    description: "Sources of signing keys whose last fetch failed.",
    read: (states) => issuersOf(states).filter(({ failures }) => failures > 0).length,
  },
  {
    name: "product_auth.signing_key.source.unusable",
    unit: "{source}",
    description: "Sources of signing keys whose last fetch failed, and that have no usable keys.",
    read: (states) => issuersOf(states).filter(({ failures, usable }) => failures > 0 && !usable).length,
  },
  {
    name: "product_auth.token.cache.count",
    unit: "{token}",
    description: "Verified tokens in memory.",
    read: (states) => sum(states, ({ rememberedTokens }) => rememberedTokens),
  },
  {
    name: "product_auth.counter.count",
    unit: "{counter}",
    description: "Counters of rate limits and quotas in this process.",
    read: (states) => sum(states, ({ counters: { size } }) => size.known + size.madeUp),
  },
  {
    name: "product_auth.counter.degraded",
    unit: "{instance}",
    description: "Instances of productAuth in this process whose store of counters fails.",
    read: (states) => states.filter(({ health }) => health.counters.state === "degraded").length,
  },
];
