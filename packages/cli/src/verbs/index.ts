import type { Verb } from "../verb.js";
import { applications } from "./applications.js";
import { doctor } from "./doctor.js";
import { emulator } from "./emulator.js";
import { explain } from "./explain.js";
import { exportVerb } from "./export.js";
import { importVerb } from "./import.js";
import { limits } from "./limits.js";
import { openapi } from "./openapi.js";
import { portal } from "./portal.js";
import { provision } from "./provision.js";
import { routes } from "./routes.js";
import { subscriptions } from "./subscriptions.js";
import { users } from "./users.js";

/** All verbs, in the order of the help. */
export const VERBS: readonly Verb[] = [
  explain,
  routes,
  openapi,
  subscriptions,
  limits,
  applications,
  users,
  portal,
  importVerb,
  exportVerb,
  provision,
  doctor,
  emulator,
];
