import type { HttpContender } from "../http-contender.js";
import { bareExpress, markingExpress } from "./bare.js";
import { bareMadeForApp, ourGuardMadeForApp } from "./made-for-app.js";
import { expressFloor } from "./floor.js";
import { awsExpress, bearerExpress, expressJwt, joseExpress, passportAzureAd } from "./peers.js";
import { expressRateLimit, ourExpressIdle, ourExpressLimited } from "./limits.js";
import { ourExpressGuard, ourExpressTwice } from "./product-auth.js";

/** Express: the bare one, ours, and the usual peers. */
export const contenders: readonly HttpContender[] = [
  bareExpress,
  markingExpress,
  expressFloor,
  ourExpressGuard,
  ourExpressTwice,
  bareMadeForApp,
  ourGuardMadeForApp,
  bearerExpress,
  expressJwt,
  passportAzureAd,
  joseExpress,
  awsExpress,
  ourExpressIdle,
  ourExpressLimited,
  expressRateLimit,
];
