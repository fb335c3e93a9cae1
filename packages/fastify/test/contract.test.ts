import { createRequire } from "node:module";
import { adapterContract, decisionContract } from "@product-auth/testkit";
import { withConfig, withHooks } from "./support/harness.js";

const { version } = createRequire(import.meta.url)("fastify/package.json") as { version: string };
const runner = { describe, it, before, after, beforeEach, afterEach };
const options = { fuzz: { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH } };

for (const [name, harness] of [
  [`fastify ${version}, guards as hooks`, withHooks],
  [`fastify ${version}, rules in config`, withConfig],
] as const) {
  adapterContract(runner, name, harness, options);
  if (process.env.CONTRACT === "full") decisionContract(runner, name, harness);
}
