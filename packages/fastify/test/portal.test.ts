import { createRequire } from "node:module";
import { portalContract } from "@product-auth/testkit";
import { portalHarness } from "./support/portal-harness.js";

const { version } = createRequire(import.meta.url)("fastify/package.json") as { version: string };
const runner = { describe, it, before, after, beforeEach, afterEach };

portalContract(runner, `fastify ${version}`, portalHarness());
const routerOptions = { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, caseSensitive: false };
portalContract(runner, `fastify ${version}, a forgiving router`, portalHarness({ routerOptions, exposeHeadRoutes: false })); // prettier-ignore
