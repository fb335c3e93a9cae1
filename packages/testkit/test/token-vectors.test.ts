import { createProductAuth } from "@product-auth/core";
import { tokenVectors, tokenVectorsInProcess, vectorsFolder } from "@product-auth/testkit";
import { onNode } from "./support/node-harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

tokenVectors(runner, "node:http", onNode, folder);
tokenVectorsInProcess(runner, createProductAuth, folder);
