import { createRequire } from "node:module";
import { adapterContract, decisionContract } from "@product-auth/testkit";
import { withConfig, withHooks } from "./support/harness.js";

const { version } = createRequire(import.meta.url)("fastify/package.json") as { version: string };
const runner = { describe, it, before, after, beforeEach, afterEach };
const options = { fuzz: { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH } };

// One way with CONTRACT=full, as on the build server; both with CONTRACT=every.
for (const [name, harness, whole] of [
  [`fastify ${version}, guards as hooks`, withHooks, ["every"]],
  [`fastify ${version}, rules in config`, withConfig, ["full", "every"]],
] as const) {
  adapterContract(runner, name, harness, options);
  if (whole.some((value) => value === process.env.CONTRACT)) decisionContract(runner, name, harness);
}
