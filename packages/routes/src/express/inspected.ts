#!/usr/bin/env node
import { runRoutesCommand } from "@product-auth/core/routes-command";
import { keepPaths } from "./report/keep-paths.js";
import { reportOf } from "./report/report.js";
import { stackOf } from "./report/routers.js";

await runRoutesCommand({
  command: "product-auth-express",
  file: import.meta.url,
  wanted: "an Express application",
  isApplication: (value) => stackOf(value) !== undefined,
  prepare: ({ load }) => keepPaths(load("express")),
  report: reportOf,
});
