import { pathToFileURL } from "node:url";
import { tokenVectors } from "@product-auth/testkit";
import { withConfig, withHooks } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

tokenVectors(runner, "fastify, guards as hooks", withHooks, folder);
tokenVectors(runner, "fastify, rules in config", withConfig, folder);
