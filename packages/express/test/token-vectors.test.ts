import { tokenVectors, vectorsFolder } from "@product-auth/testkit";
import { onExpress5 } from "./support/harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

tokenVectors(runner, "express 5", onExpress5, folder);
