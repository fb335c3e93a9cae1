import { coldStart } from "./cold-start.js";
import { endurance } from "./endurance.js";
import { eventLoop } from "./event-loop.js";
import { floods } from "./floods.js";
import { growth } from "./growth.js";
import { httpInProcess } from "./http-in-process.js";
import type { Part } from "./part.js";
import { laterExpress } from "./later-express.js";
import { profile } from "./profile.js";
import { sockets } from "./sockets.js";
import { startUp } from "./start-up.js";
import { storeLookUps } from "./store-look-ups.js";
import { subscriptionKeys } from "./subscription-keys.js";
import { tokenCheck } from "./token-check.js";

/** Every part, in the order in which they run. */
export const PARTS: readonly Part[] = [
  tokenCheck,
  httpInProcess,
  sockets,
  laterExpress,
  floods,
  coldStart,
  subscriptionKeys,
  startUp,
  eventLoop,
  growth,
  endurance,
  storeLookUps,
  profile,
];
