import { portalContract } from "@product-auth/testkit";
import { VERSIONS } from "./support/both-versions.js";
import { portalHarness } from "./support/portal-harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };

for (const [version, Koa] of VERSIONS) portalContract(runner, `koa ${version}`, portalHarness(Koa));
