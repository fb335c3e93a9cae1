import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const provision: Verb = {
  name: "provision",
  summary: "registers the products and clients of a catalog in Microsoft Entra",
  usage: "provision CATALOG [options]",
  async run(args, io) {
    const graph = await installed(import("@product-auth/graph"), {
      by: "provision",
      packages: ["@product-auth/graph"],
    });
    const { runProvision } = await import("../provision/run-provision.js");
    return runProvision(args, io, graph);
  },
};
