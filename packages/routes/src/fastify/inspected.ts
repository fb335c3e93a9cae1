import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { InspectedFramework } from "../module/inspected-framework.js";
import { hearRoutes } from "./heard-routes.js";
import { isApplication, reportOf } from "./report.js";

/** How a module that exports a Fastify instance or plugin is inspected. */
export const fastify: InspectedFramework = {
  wanted: "a Fastify instance or plugin",
  isApplication,
  prepare({ subscribe }) {
    // Published for each instance before anything is declared in it.
    subscribe("fastify.initialization", (message) =>
      hearRoutes((message as { fastify: FastifyInstance }).fastify),
    );
  },
  applicationOf(plugin, { load }) {
    // The module's own copy. Where Fastify is not installed, a function with parameters is no plugin.
    const make = load("fastify") as (() => FastifyInstance) | undefined;
    return make?.().register(plugin as unknown as FastifyPluginAsync);
  },
  report: reportOf,
};
