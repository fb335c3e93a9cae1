// Tools of the adapter contract, for the tests that an adapter has of its own.
export { listening, stopped } from "./served.js";
export { KEY, optionsFor, SUBSCRIPTIONS, type Options, type ProductName } from "./support/api.js";
export { startTestEntra, requestToken } from "./support/test-entra.js";
export { ORDER_PATHS } from "./support/order-paths.js";
export { exchange, rawRequest, type RawResponse } from "./support/raw-request.js";
export { movableClock, type MovableClock } from "./support/movable-clock.js";
export {
  badKey,
  badKeyOrToken,
  badToken,
  badTokenOrKey,
  expectRefused,
  lacks,
  noKey,
  noToken,
  noTokenOrKey,
  notPermitted,
  otherSchemeOrKey,
  unavailable,
  type Refusal,
} from "./support/refused.js";
export { HeldStore } from "../upgrades/held-store.js";
export { fuzzPaths, type FuzzPaths } from "./paths/fuzz-paths.js";
export { METHOD, REWRITE, TOLD } from "./paths/path-set-up.js";
export { toldIn } from "./paths/told-in.js";
export { canonicalSegment } from "./paths/targets/canonical.js";
export { below, mounted, wildBelow } from "./paths/catalogs/mounts.js";
