import type { Suite } from "../suite.js";
import { anyOf } from "./any-of.js";
import { answers } from "./answers.js";
import { badCredentials } from "./bad-credentials.js";
import { bothCredentials } from "./both-credentials.js";
import { caches } from "./caches.js";
import { concealment } from "./concealment.js";
import { connectionPolicies } from "./connection-policies.js";
import { configuration } from "./configuration.js";
import { customPolicies } from "./custom-policies.js";
import { delegated } from "./delegated.js";
import { errors } from "./errors.js";
import { events } from "./events.js";
import { exit } from "./exit.js";
import { explain } from "./explain.js";
import { flawedTokens } from "./flawed-tokens.js";
import { foreignRequests } from "./foreign-requests.js";
import { guards } from "./guards.js";
import { instances } from "./instances.js";
import { keyRotation } from "./key-rotation.js";
import { limits } from "./limits.js";
import { mainJob } from "./main-job.js";
import { methods } from "./methods.js";
import { outage } from "./outage.js";
import { policies } from "./policies.js";
import { protectedResource } from "./protected-resource.js";
import { rawRequests } from "./raw-requests.js";
import { routing } from "./routing.js";
import { ruleSources } from "./rule-sources.js";
import { stackedGuards } from "./stacked-guards.js";
import { storeFailure } from "./store-failure.js";
import { tokenCookies } from "./token-cookies.js";
import { tokenVersions } from "./token-versions.js";
import { uncalled } from "./uncalled.js";
import { apiDecisions, apiSurface } from "./apis/index.js";
import { attacksOnDecisions, attacksOnSurface } from "./attacks/index.js";
import { overHttp } from "./fuzz/over-http.js";
import { issuerDecisions, issuerSurface } from "./issuers/index.js";

/**
 * What an adapter or its framework can break: how a request is read, routed and answered. In doubt a suite is here.
 */
export const surface: readonly ((suite: Suite) => void)[] = [
  answers,
  anyOf,
  badCredentials,
  bothCredentials,
  caches,
  concealment,
  configuration,
  connectionPolicies,
  customPolicies,
  delegated,
  errors,
  events,
  exit,
  explain,
  foreignRequests,
  guards,
  instances,
  limits,
  mainJob,
  methods,
  policies,
  protectedResource,
  rawRequests,
  routing,
  ruleSources,
  stackedGuards,
  storeFailure,
  tokenCookies,
  uncalled,
  ...apiSurface,
  ...attacksOnSurface,
  ...issuerSurface,
  overHttp,
];

/** What is decided before any framework sees it: tokens, issuers, signing keys and options. */
export const decisions: readonly ((suite: Suite) => void)[] = [
  flawedTokens,
  keyRotation,
  outage,
  tokenVersions,
  ...apiDecisions,
  ...attacksOnDecisions,
  ...issuerDecisions,
];
