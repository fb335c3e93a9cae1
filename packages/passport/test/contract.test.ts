import { adapterContract, decisionContract } from "@product-auth/testkit";
import { throughPassport } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const fuzz = { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH };

adapterContract(runner, "passport", throughPassport, { fuzz });
if (process.env.CONTRACT === "full" || process.env.CONTRACT === "every")
  decisionContract(runner, "passport", throughPassport);
