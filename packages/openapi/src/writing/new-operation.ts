import type { DescribedRoute } from "./described-route.js";

/**
 * The path of a route in the spelling of OpenAPI, `/orders/{id}`; undefined for a route that OpenAPI cannot describe: one with
 * a wildcard, a pattern, or no method of OpenAPI.
 */
export function documentedPath({ method, path }: DescribedRoute): string | undefined {
  if (!/^(?:GET|PUT|POST|DELETE|PATCH|OPTIONS|HEAD|TRACE)$/.test(method)) return undefined;
  const written = path.replace(/:(\w+)/g, "{$1}");
  return /^\/[^:*()?+…\s]*$/.test(written) && !written.includes("{/") ? written : undefined;
}

/** A minimal operation at such a path. */
export function newOperation(path: string): Record<string, unknown> {
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
