import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const subscriptions: Verb = {
  name: "subscriptions",
  summary: "administers subscriptions in a file, in PostgreSQL or in Redis",
  usage: "subscriptions VERB [options]",
  async run(args, io) {
    const { runSubscriptions } = await installed(import("../subscriptions/run-subscriptions.js"), {
      by: "subscriptions",
      packages: ["@product-auth/core"],
    });
    return runSubscriptions(args, io);
  },
};
