import { createRequire } from "node:module";
import { adapterContract } from "@product-auth/testkit";
import { withConfig, withHooks } from "./support/harness.js";

const { version } = createRequire(import.meta.url)("fastify/package.json") as { version: string };
const runner = { describe, it, before, after, beforeEach, afterEach };
const options = { fuzz: { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH } };

adapterContract(runner, `fastify ${version}, guards as hooks`, withHooks, options);
adapterContract(runner, `fastify ${version}, rules in config`, withConfig, options);
