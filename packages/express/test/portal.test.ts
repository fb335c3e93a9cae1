import { portalContract } from "@product-auth/testkit";
import { VERSIONS } from "./support/both-versions.js";
import { portalHarness } from "./support/portal-harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };

for (const [version, express] of VERSIONS)
  portalContract(runner, `express ${version}`, portalHarness(express));
