import { adapterContract, decisionContract, floodContract } from "@product-auth/testkit";
import { versionOf } from "./support/both-versions.js";
import { onExpress4, onExpress5 } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const options = { fuzz: { seed: process.env.FUZZ_SEED, path: process.env.FUZZ_PATH } };
const on5 = `express ${versionOf("express")}`;
const on4 = `express ${versionOf("express4")}`;

adapterContract(runner, on5, onExpress5, options);
adapterContract(runner, on4, onExpress4, options);

// What a framework cannot change is tested over one framework, over all with CONTRACT=every, and not under other Nodes.
const { CONTRACT } = process.env;
if (CONTRACT !== "surface") {
  decisionContract(runner, on5, onExpress5);
  floodContract(runner, on5, onExpress5);
}
if (CONTRACT === "every") decisionContract(runner, on4, onExpress4);
