import { context, trace, type Span } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import type { RequestListener } from "node:http";

/** OpenTelemetry's SDK, with what Prometheus would be sent and the spans that have ended. */
export class Collector {
  readonly meterProvider: MeterProvider;
  readonly #exporter = new PrometheusExporter({ preventServerStart: true });
  readonly #spans = new InMemorySpanExporter();
  readonly #tracer: BasicTracerProvider;

  constructor() {
    this.meterProvider = new MeterProvider({ readers: [this.#exporter] });
    this.#tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(this.#spans)] });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }

  get spans(): readonly ReadableSpan[] {
    return this.#spans.getFinishedSpans();
  }

  /** The text that Prometheus scrapes, without what the SDK adds to each line. */
  async scrape(): Promise<string> {
    const { resourceMetrics } = await this.#exporter.collect();
    return new PrometheusSerializer(undefined, false, undefined, true, true).serialize(resourceMetrics);
  }

  /** Name and unit of every metric that has been recorded. */
  async units(): Promise<ReadonlyMap<string, string>> {
    const { resourceMetrics } = await this.#exporter.collect();
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return new Map(metrics.map(({ descriptor: { name, unit } }) => [name, unit]));
  }

  /** Serves each request within a span, as instrumentation of `node:http` does. */
  within(listener: RequestListener): RequestListener {
    const tracer = this.#tracer.getTracer("server");
    return (req, res) => {
      const span: Span = tracer.startSpan(`${req.method}`);
      res.on("close", () => span.end());
      context.with(trace.setSpan(context.active(), span), () => listener(req, res));
    };
  }

  async close(): Promise<void> {
    context.disable();
    await this.meterProvider.shutdown();
    await this.#tracer.shutdown();
  }
}

/** The series of a metric: its labels as written, and its value. */
export function seriesOf(text: string, metric: string): ReadonlyMap<string, number> {
  return new Map(
    text.split("\n").flatMap((line): [string, number][] => {
      const [, name, labels = "", value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      return name === metric ? [[labels.replaceAll("product_auth_", ""), Number(value)]] : [];
    }),
  );
}

/** The names of all metrics. */
export const metricsIn = (text: string): ReadonlySet<string> =>
  new Set(
    text.split("\n").flatMap((line) => /^([a-z_]+)[{ ]/.exec(line)?.[1] ?? []), // comments begin with #
  );
