export { report, type ReportOptions } from "./report.js";
export type { Instance } from "./report/instance.js";
export type {
  OpaquePlace,
  ReportedAlternative,
  ReportedGuard,
  ReportedRoute,
  RouteReport,
} from "./report/reported-route.js";
export type { UpgradingServer } from "./report/with-upgrades.js";
