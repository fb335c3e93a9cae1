import type { InspectedFramework } from "../module/inspected-framework.js";
import { keepPaths } from "./keep-paths.js";
import { reportOf } from "./report.js";
import { stackOf } from "./routers.js";

/** How a module that exports an Express application is inspected. */
export const express: InspectedFramework = {
  wanted: "an Express application",
  isApplication: (value) => stackOf(value) !== undefined,
  prepare: ({ load }) => keepPaths(load("express")),
  report: reportOf,
};
