import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const limits: Verb = {
  name: "limits",
  summary: "shows and resets what a caller has used of rate limits and quotas",
  usage: "limits VERB ID [options]",
  async run(args, io) {
    const { runLimits } = await installed(import("../limits/run-limits.js"), {
      by: "limits",
      packages: ["@product-auth/core"],
    });
    return runLimits(args, io);
  },
};
