// The only door whose code imports `@opentelemetry/api`.
export { openTelemetry, type OpenTelemetryOptions } from "./open-telemetry.js";
