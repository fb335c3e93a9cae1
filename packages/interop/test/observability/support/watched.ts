import type { Telemetry } from "@product-auth/core";
import { openTelemetry } from "@product-auth/core/telemetry";
import type { Collector } from "./collector.js";

/** Telemetry that a collector gets, of an instance whose state has a figure for every gauge. */
export function watchedBy(collector: Collector): Telemetry {
  const telemetry = openTelemetry({ meterProvider: collector.meterProvider });
  telemetry.watch({
    clock: () => 2_000,
    health: () => ({
      status: "ok",
      issuers: [{ from: "https://a.example", keys: 1, usable: true, failures: 0, fetchedAt: 1_000 }],
      rememberedTokens: 1,
      counters: { state: "ok", store: "memory", size: { known: 1, madeUp: 1 } },
    }),
  });
  return telemetry;
}
