import { tokenVectors, vectorsFolder } from "@product-auth/testkit";
import { onKoa3 } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

tokenVectors(runner, "koa 3", onKoa3, folder);
