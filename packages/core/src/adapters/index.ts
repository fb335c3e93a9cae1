// What adapters are made of. An application never comes here: its adapter does.
export { createProductAuthTrustingClaims, productAuthOf } from "../create-product-auth.js";
export { admissionFields } from "./admission-fields.js";
export { andThen } from "../lib/awaitable.js";
export { applyDecision, type Effects } from "./apply-decision.js";
export { instanceOf, type AdapterInstance } from "./instance-of.js";
export { guardsOf, guardUpgradeOf, type Guards } from "./guards-of.js";
export { routingOf, type RoutedRequest } from "./routing-of.js";
export { metadataAnswers } from "../answer/metadata-answers.js";
export { markGuard, markMetadata, markOf, markOpen, markShut, type GuardMark, type Mark } from "./mark.js";
export { marksOnTheWay, type OnTheWay } from "./report/marks-on-the-way.js";
export {
  areApart,
  isPlain,
  shapesBelow,
  shapesOf,
  type Grammar,
  type PathShape,
} from "./report/path-shapes.js";
export { isLiteral, joinPaths, NO_SAMPLES, samplesOf, type Samples } from "./report/sample-paths.js";
export {
  mayAnswerByItself,
  routeReport,
  type FoundRoute,
  type OpaquePlace,
  type Remedy,
  type ReportedGuard,
  type ReportedRoute,
  type RouteReport,
} from "./report/route-report.js";
export { withUpgrades, type UpgradingServer } from "./report/with-upgrades.js";
