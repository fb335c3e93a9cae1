import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const applications: Verb = {
  name: "applications",
  summary: "registers client applications in Entra ID and administers them in records",
  usage: "applications VERB [options]",
  async run(args, io) {
    const { runApplications } = await installed(import("../applications/run-applications.js"), {
      by: "applications",
      packages: ["@product-auth/core"],
    });
    const load = () =>
      installed(import("@product-auth/graph"), {
        by: "applications",
        packages: ["@product-auth/graph"],
      });
    return runApplications(args, io, { load });
  },
};
