import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const exportVerb: Verb = {
  name: "export",
  summary: "writes a catalog as a folder of APIOps, for an API Management service",
  usage: "export CATALOG [options]",
  async run(args, io) {
    const apim = await installed(import("@product-auth/apim"), {
      by: "export",
      packages: ["@product-auth/apim"],
    });
    const { runExport } = await import("../export/run-export.js");
    return runExport(args, io, apim);
  },
};
