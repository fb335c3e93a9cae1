import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const explain: Verb = {
  name: "explain",
  summary: "explains what becomes of a request with this token, check by check",
  usage: "explain TOKEN|- [options]",
  async run(args, io) {
    const { runExplain } = await installed(import("../explain/run-explain.js"), {
      by: "explain",
      packages: ["@product-auth/core"],
    });
    return runExplain(args, io);
  },
};
