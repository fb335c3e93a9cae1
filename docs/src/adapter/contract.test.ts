import { adapterContract } from "@product-auth/testkit";
import { onConnect } from "./harness.js";

// All of the contract takes a quarter of a minute, and every adapter of the project runs it. For the page, what a harness is
// most easily wrong about will do.
const chosen = new Set([
  "an API with products",
  "guards",
  "stacked guards",
  "what a guard leaves for handlers",
  "error handling",
  "methods",
  "mounted routers and applications",
  "accessOf",
  "explain",
  "events",
  "protected-resource metadata (RFC 9728)",
  "a process with an API ends by itself",
]);

let depth = 0;
function describe(name: string, body: () => void): void {
  if (depth === 1 && !chosen.has(name)) return;
  globalThis.describe(name, () => {
    depth += 1;
    body();
    depth -= 1;
  });
}

// #region contract
adapterContract({ describe, it, before, after, beforeEach, afterEach }, "connect", onConnect);
// #endregion contract
