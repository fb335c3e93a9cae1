import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const openapi: Verb = {
  name: "openapi",
  summary: "compares an OpenAPI document with what an application demands, or completes it",
  usage: "openapi MODULE [options]",
  async run(args, io) {
    const needed = { by: "openapi", packages: ["@product-auth/openapi"], dev: true };
    const [functions, text] = await Promise.all([
      installed(import("@product-auth/openapi"), needed),
      installed(import("@product-auth/openapi/text"), needed),
    ]);
    const { runOpenApi } = await import("../openapi/run-openapi.js");
    return runOpenApi(args, io, { ...functions, ...text });
  },
};
