import { memberOf, type JsonObject } from "./json-values.js";

/**
 * The path of the servers of a document, without a slash at its end; undefined when they do not have the same path, or it
 * contains variables. Relative addresses count from the root of the host.
 */
export function basePathOf(document: JsonObject): string | undefined {
  const servers = memberOf(document, "servers");
  if (!Array.isArray(servers) || servers.length === 0) return "";
  const paths = new Set((servers as readonly unknown[]).map((server) => pathOf(memberOf(server, "url"))));
  return paths.size === 1 ? [...paths][0] : undefined;
}

function pathOf(url: unknown): string | undefined {
  if (typeof url !== "string" || !URL.canParse(url, "http://localhost/")) return undefined;
  // Variables in the host do not matter.
  const path = new URL(url.replace(/^[a-z]+:\/\/[^/]*/i, "") || "/", "http://localhost/").pathname;
  return /[{}]|%7B|%7D/i.test(path) ? undefined : path.replace(/\/$/, "");
}
