import { ConfigurationError } from "./errors.js";

/**
 * Throws `ConfigurationError` when the framework has called a function that makes middleware as if it were middleware:
 * `app.get(path, auth.requireProduct, handler)`. `fix` is what to write.
 */
export function refuseUncalled(given: readonly unknown[], name: string, fix: string): void {
  if (!isOfFramework(given[0])) return;
  const message = "was passed to the framework without being called, so it was called with a request";
  throw new ConfigurationError([{ path: name, message, fix }], "Product Auth guards nothing here");
}

// A request of Node, Express or Fastify; a context of Koa; an application of Fastify.
function isOfFramework(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return (
    ("headers" in value && "method" in value) || ("req" in value && "res" in value) || "addHook" in value
  );
}
