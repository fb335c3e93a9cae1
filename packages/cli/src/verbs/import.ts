import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const importVerb: Verb = {
  name: "import",
  summary: "reads an API Management configuration, and writes a catalog",
  usage: "import PATH… [options]",
  async run(args, io) {
    const apim = await installed(import("@product-auth/apim"), {
      by: "import",
      packages: ["@product-auth/apim"],
    });
    const { runImport } = await import("../import/run-import.js");
    return runImport(args, io, apim);
  },
};
