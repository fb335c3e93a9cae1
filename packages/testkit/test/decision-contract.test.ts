import { decisionContract } from "@product-auth/testkit";
import { onNode } from "./support/node-harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };

decisionContract(runner, "node:http", onNode);
