import { pathToFileURL } from "node:url";
import { createProductAuth } from "@product-auth/core";
import { connectionsInProcess, connectionVectors } from "@product-auth/testkit";

// Vectors that are not part of the repository: in the folder that `LIMITS_VECTORS` names, else beside the repository.
const named = process.env.LIMITS_VECTORS ?? "";
const folder =
  named === "" ? new URL("../../../../shared/limits-vectors/", import.meta.url) : pathToFileURL(`${named}/`);

connectionVectors(
  { describe, it, before, after, beforeEach, afterEach },
  "in process",
  connectionsInProcess(createProductAuth),
  folder,
);
