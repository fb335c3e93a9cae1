/**
 * One spelling of a path for OpenAPI documents and for the routes of all frameworks: parameters without their names, no slash
 * at the end. `/orders/{id}` and `/orders/:id` have the same.
 */
export function pathKey(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  return `/${segments.map(segmentKey).join("/")}`;
}

const segmentKey = (segment: string): string =>
  /^\*\w*$/.test(segment) ? "*" : segment.replace(/:\w+(?:\([^()]*\))?/g, "{}").replace(/\{[^{}]*\}/g, "{}");

/** One spelling of a method and path. */
export const routeKey = (method: string, path: string): string => `${method.toUpperCase()} ${pathKey(path)}`;
