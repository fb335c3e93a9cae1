import { routeKey } from "../document/path-key.js";
import type { DescribedRoute, DescribedRoutes } from "./described-route.js";

/** The members of a new document for the routes of a report, or for those below a path. */
export function newPaths({ routes }: DescribedRoutes, basePath: string | undefined): Record<string, unknown> {
  const paths = new Map<string, Map<string, unknown>>();
  const seen = new Set<string>();
  for (const route of routes) {
    const path = below(basePath ?? "", documentedPath(route));
    const key = path === undefined ? "" : routeKey(route.method, path);
    if (path === undefined || seen.has(key)) continue;
    seen.add(key);
    const item = paths.get(path) ?? new Map<string, unknown>();
    item.set(route.method.toLowerCase(), newOperation(path));
    paths.set(path, item);
  }
  return {
    ...(basePath !== undefined && basePath !== "" && { servers: [{ url: basePath }] }),
    // `fromEntries` makes own members, also of `/__proto__`.
    paths: Object.fromEntries([...paths].map(([path, item]) => [path, Object.fromEntries(item)])),
  };
}

const below = (basePath: string, path: string | undefined): string | undefined =>
  path?.startsWith(`${basePath}/`) === true ? path.slice(basePath.length) : undefined;

/**
 * The path of a route in the spelling of OpenAPI, `/orders/{id}`; undefined for a route that OpenAPI cannot describe: one with
 * a wildcard, a pattern, or no method of OpenAPI.
 */
function documentedPath({ method, path }: DescribedRoute): string | undefined {
  if (!/^(?:GET|PUT|POST|DELETE|PATCH|OPTIONS|HEAD|TRACE)$/.test(method)) return undefined;
  const written = path.replace(/:(\w+)/g, "{$1}");
  return /^\/[^:*()?+…\\\s]*$/.test(written) && !written.includes("{/") ? written : undefined;
}

/** A minimal operation at such a path. */
function newOperation(path: string): Record<string, unknown> {
  const parameters = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    ...(parameters.length > 0 && { parameters }),
    responses: { default: { description: "The response of the API" } },
  };
}
