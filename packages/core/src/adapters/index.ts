// What adapters are made of. An application never comes here: its adapter does.
export { createProductAuthTrustingClaims, productAuthOf } from "../product-auth.js";
export { admissionFields } from "../adapters/admission-fields.js";
export { guardsOf, guardUpgradeOf, type Guards } from "../adapters/guards-of.js";
export { routingOf, type RoutedRequest } from "../adapters/routing-of.js";
export { metadataAnswers } from "../adapters/metadata-answers.js";
export {
  markGuard,
  markMetadata,
  markOf,
  markOpen,
  markShut,
  type GuardMark,
  type Mark,
} from "../adapters/report/mark.js";
export { marksOnTheWay, type OnTheWay } from "../adapters/report/marks-on-the-way.js";
export {
  areApart,
  isPlain,
  shapesBelow,
  shapesOf,
  type Grammar,
  type PathShape,
} from "../adapters/report/path-shapes.js";
export {
  isLiteral,
  joinPaths,
  NO_SAMPLES,
  samplesOf,
  type Samples,
} from "../adapters/report/sample-paths.js";
export {
  mayAnswerByItself,
  routeReport,
  type FoundRoute,
  type OpaquePlace,
  type Remedy,
  type ReportedGuard,
  type ReportedRoute,
  type RouteReport,
} from "../adapters/report/route-report.js";
export { withUpgrades, type UpgradingServer } from "../adapters/report/with-upgrades.js";
