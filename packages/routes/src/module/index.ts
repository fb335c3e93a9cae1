// What a command that lists routes is made of: a module is loaded and reported in a process of its own.
import { express } from "../express/inspected.js";
import { fastify } from "../fastify/inspected.js";
import { koa } from "../koa/inspected.js";
import type { InspectedFramework } from "./inspected-framework.js";

/** The frameworks whose applications are recognized. */
export const frameworks: readonly InspectedFramework[] = [express, koa, fastify];

export { inspectModule, type Inspected, type InspectedModule } from "./inspect-module.js";
export type { InspectedFramework, Surroundings } from "./inspected-framework.js";
export { routeReport, type FoundRoute } from "../report/route-report.js";
export type { Remedy } from "../report/reported-route.js";
