import type { Answer } from "./answer.js";
import { ConfigurationError } from "../lib/errors.js";
import type { PublishedMetadata } from "./protected-resource.js";
import type { RequestView } from "../request/request-view.js";

/**
 * Makes a function that answers GET and HEAD requests for the protected-resource metadata (RFC 9728 §3), and returns
 * undefined for every other request. Throws `ConfigurationError` when the option `protectedResource` is not set.
 */
export function metadataAnswers(
  metadata: PublishedMetadata | undefined,
): (view: RequestView) => Answer | undefined {
  if (metadata === undefined) {
    const path = "protectedResourceMetadata()";
    const fix = 'set the option protectedResource: { resource: "https://…" }, the address of this API';
    throw new ConfigurationError([
      { path, message: "needs the option protectedResource, which is not set", fix },
    ]);
  }
  // Public, and also read by clients in browsers.
  const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
  const body = JSON.stringify(metadata.document);
  return (view) => {
    const isRead = view.method === "GET" || view.method === "HEAD";
    return isRead && view.path === metadata.path ? { status: 200, headers, body } : undefined;
  };
}
