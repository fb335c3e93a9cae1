import { pathContract } from "@product-auth/testkit";
import { allSetUps } from "./all-set-ups.js";

const runner = { describe, it, before, after, beforeEach, afterEach };

for (const [framework, setUps] of Object.entries(allSetUps)) pathContract(runner, framework, setUps);
