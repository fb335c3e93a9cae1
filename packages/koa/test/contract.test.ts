import { adapterContract, decisionContract } from "@product-auth/testkit";
import { versionOf } from "./support/both-versions.js";
import { onKoa2, onKoa3 } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const options = { fuzz: { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH } };

// The newer version with CONTRACT=full, as on the build server; both with CONTRACT=every.
for (const [name, harness, whole] of [
  [`koa ${versionOf("koa")}`, onKoa3, ["full", "every"]],
  [`koa ${versionOf("koa2")}`, onKoa2, ["every"]],
] as const) {
  adapterContract(runner, name, harness, options);
  if (whole.some((value) => value === process.env.CONTRACT)) decisionContract(runner, name, harness);
}
