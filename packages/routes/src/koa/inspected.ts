#!/usr/bin/env node
import { runRoutesCommand } from "@product-auth/core/routes-command";
import { keepComposed, keepMounted } from "./report/parts.js";
import { isApplication, reportOf } from "./report/report.js";

await runRoutesCommand({
  command: "product-auth-koa",
  file: import.meta.url,
  wanted: "a Koa application",
  isApplication,
  prepare({ replace }) {
    replace("koa-compose", keepComposed);
    replace("koa-mount", keepMounted);
  },
  report: reportOf,
});
