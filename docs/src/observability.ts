import { metrics } from "@opentelemetry/api";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { openTelemetry } from "@product-auth/core/telemetry";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import express, { type Express } from "express";

// #region start
/** Serves metrics at `http://127.0.0.1:PORT/metrics`. Call it before the first `openTelemetry()`. */
export function startMetrics(port: number): MeterProvider {
  const exporter = new PrometheusExporter({ host: "127.0.0.1", port });
  const provider = new MeterProvider({ readers: [exporter] });
  metrics.setGlobalMeterProvider(provider);
  return provider;
}
// #endregion start

// #region telemetry
export function createApp(options: ProductAuthOptions<"starter">): Express {
  const auth = productAuth({ ...options, telemetry: openTelemetry() });
  const app = express();
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => void res.send("orders"));
  return app;
}
// #endregion telemetry
