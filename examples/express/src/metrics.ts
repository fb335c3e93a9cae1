import type { Telemetry } from "@product-auth/core";

/**
 * Serves metrics of decisions, keys and stores at `/metrics`, on a port that callers of the API do not reach. OpenTelemetry
 * is loaded only here.
 */
export async function startMetrics(host: string, port: number): Promise<Telemetry> {
  const { PrometheusExporter } = await import("@opentelemetry/exporter-prometheus");
  const { MeterProvider } = await import("@opentelemetry/sdk-metrics");
  const { openTelemetry } = await import("@product-auth/core/telemetry");
  const exporter = new PrometheusExporter({ host, port, preventServerStart: true });
  const meterProvider = new MeterProvider({ readers: [exporter] });
  await exporter.startServer().catch(({ message }: Error) => {
    throw new Error(`METRICS_PORT: metrics cannot be served: ${message}`);
  });
  return openTelemetry({ meterProvider });
}
