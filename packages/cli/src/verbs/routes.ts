import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const routes: Verb = {
  name: "routes",
  summary: "lists the routes of an application, and fails when one is open without saying so",
  usage: "routes MODULE [options]",
  async run(args, io) {
    // The process that loads the module needs it; only here can its absence be told from that of the module's own.
    await installed(import("@product-auth/routes/module"), {
      by: "routes",
      packages: ["@product-auth/routes"],
      dev: true,
    });
    const { runRoutes } = await import("../routes/run-routes.js");
    return runRoutes(args, io);
  },
};
