import { createProductAuth } from "@product-auth/core";
import { limitsInProcess, limitVectors, vectorsFolder } from "@product-auth/testkit";

const folder = vectorsFolder(process.env.LIMITS_VECTORS, import.meta.url);

limitVectors(
  { describe, it, before, after, beforeEach, afterEach },
  "in process",
  limitsInProcess(createProductAuth),
  folder,
);
