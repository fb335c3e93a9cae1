import { memberOf, type JsonObject } from "./json-values.js";
import type { DocumentOperation } from "./operations.js";

/**
 * The paths at which an operation is served, below the servers of the operation, else of its path, else of the document, each
 * once. None when the path of a server contains variables. `basePath` is where all are served, whatever the servers are.
 */
export function servedPaths(
  { operation, item, path }: DocumentOperation,
  document: JsonObject,
  basePath: string | undefined,
): readonly string[] {
  if (basePath !== undefined) return [`${basePath}${path}`];
  const servers = [operation, item, document].map(serversOf).find(({ length }) => length > 0);
  if (servers === undefined) return [path];
  const bases = servers.map((server) => basePathOf(memberOf(server, "url")));
  return bases.includes(undefined) ? [] : [...new Set(bases)].map((base) => `${base}${path}`);
}

const serversOf = (holder: JsonObject): readonly unknown[] => {
  const servers = memberOf(holder, "servers");
  return Array.isArray(servers) ? (servers as readonly unknown[]) : [];
};

/** The path of a server without a slash at its end. Relative addresses count from the root of the host. */
function basePathOf(url: unknown): string | undefined {
  if (typeof url !== "string") return undefined;
  // Variables in the host and in the port do not matter.
  const below = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "") || "/";
  if (!URL.canParse(below, "http://localhost/")) return undefined;
  const path = new URL(below, "http://localhost/").pathname;
  return /[{}]|%7B|%7D/i.test(path) ? undefined : path.replace(/\/$/, "");
}
