/** Values of a parameter that stand for all. */
const VALUES = ["7", "any-value-of-it"];

/** Requests that stand for those of a route without a method. */
const METHODS = ["GET", "POST"];

/** Requests that stand for all to a route: methods and paths; none where its pattern is not plain. */
export function sampledRequests(
  method: string,
  pattern: string,
): readonly (readonly [method: string, path: string])[] {
  const methods = method === "ALL" ? METHODS : [method === "UPGRADE" ? "GET" : method];
  return samplesOf(pattern).flatMap((sample) => methods.map((one) => [one, sample] as const));
}

/** Paths that a pattern takes; none where it is more than segments, parameters and a wildcard at its end. */
function samplesOf(pattern: string): readonly string[] {
  const segments = pattern.split("/");
  const isPlain = segments.every(
    (segment, i) =>
      /^:\w+$/.test(segment) ||
      /^[\w.~%@!$&',;=-]*$/.test(segment) ||
      (i === segments.length - 1 && /^\*\w*$/.test(segment)),
  );
  if (!isPlain) return [];
  const paths = VALUES.map((value) =>
    segments.map((segment) => (/^[:*]/.test(segment) ? value : segment)).join("/"),
  );
  return [...new Set(paths)];
}
