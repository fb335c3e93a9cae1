import type { Suite } from "../suite.js";
import { answers } from "./answers.js";
import { bothCredentials } from "./both-credentials.js";
import { caches } from "./caches.js";
import { concealment } from "./concealment.js";
import { configuration } from "./configuration.js";
import { delegated } from "./delegated.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import { exit } from "./exit.js";
import { explain } from "./explain.js";
import { flawedTokens } from "./flawed-tokens.js";
import { guards } from "./guards.js";
import { instances } from "./instances.js";
import { keyRotation } from "./key-rotation.js";
import { mainJob } from "./main-job.js";
import { methods } from "./methods.js";
import { outage } from "./outage.js";
import { protectedResource } from "./protected-resource.js";
import { rawRequests } from "./raw-requests.js";
import { routing } from "./routing.js";
import { stackedGuards } from "./stacked-guards.js";
import { storeFailure } from "./store-failure.js";
import { tokenVersions } from "./token-versions.js";
import { apis } from "./apis/index.js";
import { attacks } from "./attacks/index.js";
import { overHttp } from "./fuzz/over-http.js";
import { issuers } from "./issuers/index.js";

/** Every suite of the adapter contract. */
export const suites: readonly ((suite: Suite) => void)[] = [
  answers,
  bothCredentials,
  caches,
  concealment,
  configuration,
  delegated,
  errors,
  events,
  exit,
  explain,
  flawedTokens,
  guards,
  instances,
  keyRotation,
  mainJob,
  methods,
  outage,
  protectedResource,
  rawRequests,
  routing,
  stackedGuards,
  storeFailure,
  tokenVersions,
  ...apis,
  ...attacks,
  overHttp,
  ...issuers,
];
