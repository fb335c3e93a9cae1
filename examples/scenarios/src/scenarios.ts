import type { Framework } from "./ground/frameworks.js";
import type { Scenario } from "./ground/scenario.js";

/** The scenarios by name: what the help says about each, and its module, which is loaded when it is chosen. */
export const SCENARIOS: Readonly<Record<string, ScenarioEntry>> = {
  intranet: {
    summary:
      "users of a desktop client sign in with the system browser; token, and a key where the product asks",
    framework: "express",
    load: async () => (await import("./intranet/intranet.js")).intranet,
  },
  "partner-spa": {
    summary:
      "users of a partner sign in to its single-page app; a gateway with a client certificate; invited developers",
    framework: "koa",
    load: async () => (await import("./partner-spa/partner-spa.js")).partnerSpa,
  },
  saas: {
    summary:
      "developers sign up with a social account, try a test key, and call the paid product with client credentials",
    framework: "fastify",
    load: async () => (await import("./saas/saas.js")).saas,
  },
};

interface ScenarioEntry {
  readonly summary: string;
  /** The framework without `--framework`. */
  readonly framework: Framework;
  readonly load: () => Promise<Scenario>;
}
