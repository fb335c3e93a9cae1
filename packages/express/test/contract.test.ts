import { adapterContract } from "@product-auth/testkit";
import { versionOf } from "./support/both-versions.js";
import { onExpress4, onExpress5 } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const options = { fuzz: { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH } };

adapterContract(runner, `express ${versionOf("express")}`, onExpress5, options);
adapterContract(runner, `express ${versionOf("express4")}`, onExpress4, options);
