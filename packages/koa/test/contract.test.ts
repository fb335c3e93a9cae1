import { adapterContract, decisionContract } from "@product-auth/testkit";
import { versionOf } from "./support/both-versions.js";
import { onKoa2, onKoa3 } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const options = { fuzz: { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH } };

for (const [name, harness] of [
  [`koa ${versionOf("koa")}`, onKoa3],
  [`koa ${versionOf("koa2")}`, onKoa2],
] as const) {
  adapterContract(runner, name, harness, options);
  if (process.env.CONTRACT === "full") decisionContract(runner, name, harness);
}
