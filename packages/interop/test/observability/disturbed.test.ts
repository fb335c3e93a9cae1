import { createServer, type Server } from "node:http";
import { context, metrics, trace, type MeterProvider as AnyProvider, type Span } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { createProductAuth, type Telemetry } from "@product-auth/core";
import { openTelemetry } from "@product-auth/core/telemetry";
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { KEY, listening, stopped } from "@product-auth/testkit/adapter";
import { expect } from "chai";
import request from "supertest";
import { FRAMEWORKS } from "./support/frameworks.js";

const fail = (): never => {
  throw new Error("a bug of an SDK");
};

/** An SDK that exports every few milliseconds in this way. */
function exportingBy(exportAll: PushMetricExporter["export"]): MeterProvider {
  const exporter: PushMetricExporter = {
    export: exportAll,
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
    selectAggregationTemporality: () => AggregationTemporality.CUMULATIVE,
  };
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: 5,
    exportTimeoutMillis: 5,
  });
  return new MeterProvider({ readers: [reader] });
}

/** An SDK whose instruments do this with every measurement. */
function measuringBy(measure: () => unknown): AnyProvider {
  const instrument = { add: measure, record: measure };
  const meter = new Proxy({}, { get: () => () => instrument });
  return { getMeter: () => meter } as unknown as AnyProvider;
}

/** What may be wrong with the receiver of metrics. */
const PROVIDERS: Readonly<Record<string, () => AnyProvider>> = {
  "whose exporter never ends": () => exportingBy(() => undefined),
  "whose exporter throws": () => exportingBy(fail),
  "whose exporter fails": () => exportingBy((_metrics, done) => done({ code: 1, error: new Error("down") })),
  "that has been shut down": () => {
    const provider = new MeterProvider();
    void provider.shutdown();
    return provider;
  },
  "whose instruments throw": () => measuringBy(fail),
  "whose instruments reject": () => measuringBy(() => Promise.reject(new Error("a bug of an SDK"))),
  "whose instruments never resolve": () => measuringBy(() => new Promise(() => undefined)),
  "that was never started": () => metrics.getMeterProvider(),
};

const tracer = new BasicTracerProvider().getTracer("server");

function endedSpan(): Span {
  const span = tracer.startSpan("request");
  span.end();
  return span;
}

/** What may be wrong with the span of a request. */
const SPANS: Readonly<Record<string, () => Span>> = {
  "has ended": endedSpan,
  "cannot be written": () => Object.assign(tracer.startSpan("request"), { setAttributes: fail }),
  "is of an older API": () => ({ spanContext: fail }) as unknown as Span,
};

describe("what telemetry does affects no request:", () => {
  before(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  after(() => context.disable());

  let printers: NodeJS.WarningListener[];
  before(() => {
    printers = process.listeners("warning");
    process.removeAllListeners("warning"); // Node would print them
  });
  after(() => printers.forEach((printer) => process.on("warning", printer)));

  /** Status and body of each kind of request. Core calls telemetry, so one framework shows it. */
  async function answers(telemetry?: Telemetry, span?: () => Span): Promise<unknown[]> {
    const found = [];
    const auth = createProductAuth({
      products: { starter: { accepts: ["key"] }, pro: { accepts: ["key"] } },
      apis: { orders: { path: "orders", products: ["pro"] } },
      subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "pro-key" }],
      ...(telemetry !== undefined && { telemetry }),
    });
    const listener = await FRAMEWORKS["Express"]!(auth);
    const server: Server = await listening(
      createServer((req, res) => {
        if (span === undefined) return listener(req, res);
        return context.with(trace.setSpan(context.active(), span()), () => listener(req, res));
      }),
    );
    for (const path of ["/pro", "/orders/7", "/unknown"])
      for (const key of ["pro-key", "unknown-key", ""]) {
        const { status, text } = await request(server).get(path).set(KEY, key);
        found.push([path, key, status, text]);
      }
    await stopped(server);
    await auth.close();
    return found;
  }

  let undisturbed: unknown[];
  before(async () => void (undisturbed = await answers()));

  it("without it some requests are admitted, and some refused", () => {
    const statuses = (undisturbed as [string, string, number][]).map(([, , status]) => status);
    expect(statuses).to.include.members([200, 401, 404]);
  });

  for (const [what, provider] of Object.entries(PROVIDERS))
    it(`an SDK ${what}`, async () =>
      expect(await answers(openTelemetry({ meterProvider: provider() }))).to.deep.equal(undisturbed));

  for (const [what, span] of Object.entries(SPANS))
    it(`a span that ${what}`, async () => {
      const telemetry = openTelemetry({ meterProvider: new MeterProvider() });
      expect(await answers(telemetry, span)).to.deep.equal(undisturbed);
    });

  it("a context manager that throws", async () => {
    context.disable();
    const active = fail;
    context.setGlobalContextManager(
      Object.assign(new AsyncLocalStorageContextManager().enable(), { active }),
    );
    const telemetry = openTelemetry({ meterProvider: new MeterProvider() });
    expect(await answers(telemetry)).to.deep.equal(undisturbed);
  });
});
