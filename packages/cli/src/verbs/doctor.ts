import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const doctor: Verb = {
  name: "doctor",
  summary: "checks issuers, keys, clocks, stores, registrations and a real token of an API",
  usage: "doctor CATALOG|MODULE [options]",
  async run(args, io) {
    const graph = await installed(import("@product-auth/graph"), {
      by: "doctor",
      packages: ["@product-auth/graph"],
    });
    const { runDoctor } = await import("../doctor/run-doctor.js");
    return runDoctor(args, io, graph);
  },
};
