import { adapterContract } from "@product-auth/testkit";
import { versionOf } from "./support/both-versions.js";
import { onKoa2, onKoa3 } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const options = { fuzz: { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH } };

adapterContract(runner, `koa ${versionOf("koa")}`, onKoa3, options);
adapterContract(runner, `koa ${versionOf("koa2")}`, onKoa2, options);
