#!/usr/bin/env node
import { runRoutesCommand } from "@product-auth/core/routes-command";
import { fastify, type FastifyInstance, type FastifyPluginAsync } from "fastify";
import { hearRoutes } from "./report/heard-routes.js";
import { isApplication, reportOf } from "./report/report.js";

await runRoutesCommand({
  command: "product-auth-fastify",
  file: import.meta.url,
  wanted: "a Fastify instance or plugin",
  isApplication,
  prepare({ subscribe }) {
    // Published for each instance before anything is declared in it.
    subscribe("fastify.initialization", (message) =>
      hearRoutes((message as { fastify: FastifyInstance }).fastify, true),
    );
  },
  applicationOf: (plugin) => fastify().register(plugin as unknown as FastifyPluginAsync),
  report: reportOf,
});
