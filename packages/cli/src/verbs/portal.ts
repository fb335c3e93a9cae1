import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const portal: Verb = {
  name: "portal",
  summary: "publishes the settings of the developer portal, and shows those in force",
  usage: "portal VERB [options]",
  async run(args, io) {
    const program = await installed(import("@product-auth/portal"), {
      by: "portal",
      packages: ["@product-auth/portal"],
    });
    const { runPortal } = await import("../portal/run-portal.js");
    return runPortal(args, io, program);
  },
};
