import { pathToFileURL } from "node:url";
import { createProductAuth } from "@product-auth/core";
import { tokenVectors, tokenVectorsInProcess } from "@product-auth/testkit";
import { onNode } from "./support/node-harness.js";

const runner = { describe, it, before, after, beforeEach, afterEach };
// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

tokenVectors(runner, "node:http", onNode, folder);
tokenVectorsInProcess(runner, createProductAuth, folder);
