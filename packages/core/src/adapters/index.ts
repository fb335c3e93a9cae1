// Building blocks for framework adapters. Applications use an adapter instead.
export { createProductAuthTrustingClaims, productAuthOf } from "../create-product-auth.js";
export { admissionFields } from "./admission-fields.js";
export { andThen } from "../lib/awaitable.js";
export { applyDecision, type Effects } from "./apply-decision.js";
export { withMembers } from "./with-members.js";
export { instanceOf, type AdapterInstance } from "./instance-of.js";
export { guardsOf, guardUpgradeOf, type Guards } from "./guards-of.js";
export { refuseUncalled } from "../lib/refuse-uncalled.js";
export { addressOf, routingOf, type RoutedRequest } from "./routing-of.js";
export { metadataAnswers } from "../answer/metadata-answers.js";
export {
  markGuard,
  markMetadata,
  markOf,
  markOpen,
  markDenyAll,
  markPlace,
  type GuardMark,
  type Mark,
} from "./mark.js";
export type { MarkedDemand } from "./marked-demand.js";
export type { MarkedCustomPolicy, MarkedPolicy, MarkedTokenPolicy } from "./marked-policies.js";
// For `@product-auth/routes` and `@product-auth/cli`.
export { SIGNATURE_HOLDS } from "../operators/checks.js";
export { ruleWords } from "../rules/rule-words.js";
export { normalizeDemand, type NormalizedDemand } from "../rules/rule.js";
export { isDeeplyNested, jsonText } from "../lib/json-object.js";
export type { MarkedLimitPolicy } from "./marked-limits.js";
export type { MarkedConnectionPolicy } from "./marked-connection.js";
// For `@product-auth/portal`.
export { networkOf } from "../policies/connection/network-of.js";
export { normalizeAddress } from "../policies/connection/normalize-address.js";
export { isGuid } from "../lib/guid.js";
export { LOGIN_SERVICES } from "../options/entra.js";
export { isTrustworthyUrl } from "../lib/trustworthy-url.js";
export { claimAt, type ClaimPath } from "../evidence/tokens/issuers/claim-places.js";
export type { WebHandler } from "./web-handler.js";
export { mountHandler, type MountedRequest } from "./mounted/mount-handler.js";
export { unwantedFields, type MountedAnswer } from "./mounted/answer-of.js";
export { withoutSegments } from "./mounted/target.js";
