import { flood } from "./questions/flood.js";
import { growth } from "./questions/growth.js";
import { latency } from "./questions/latency.js";
import { newToken } from "./questions/new-token.js";
import { portalPages } from "./questions/portal-pages.js";
import { request } from "./questions/request.js";
import { startUp } from "./questions/start-up.js";
import { throughput } from "./questions/throughput.js";
import { weight } from "./questions/weight.js";
import type { Question } from "./question.js";

/** The questions, in the order of the page. */
export const QUESTIONS: readonly Question[] = [
  request,
  newToken,
  throughput,
  latency,
  flood,
  growth,
  weight,
  startUp,
  portalPages,
];
