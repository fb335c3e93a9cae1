import type { InspectedFramework } from "../module/inspected-framework.js";
import { keepComposed, keepMounted } from "./parts.js";
import { isApplication, reportOf } from "./report.js";

/** How a module that exports a Koa application is inspected. */
export const koa: InspectedFramework = {
  wanted: "a Koa application",
  isApplication,
  prepare({ replace }) {
    replace("koa-compose", keepComposed);
    replace("koa-mount", keepMounted);
  },
  report: reportOf,
};
