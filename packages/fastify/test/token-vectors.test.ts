import { tokenVectors, vectorsFolder } from "@product-auth/testkit";
import { withConfig, withHooks } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

tokenVectors(runner, "fastify, guards as hooks", withHooks, folder);
tokenVectors(runner, "fastify, rules in config", withConfig, folder);
