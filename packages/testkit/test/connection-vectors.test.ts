import { createProductAuth } from "@product-auth/core";
import { connectionsInProcess, connectionVectors, vectorsFolder } from "@product-auth/testkit";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

connectionVectors(
  { describe, it, before, after, beforeEach, afterEach },
  "in process",
  connectionsInProcess(createProductAuth),
  folder,
);
