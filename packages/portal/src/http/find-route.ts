/** A path of the portal: literal segments, and parameters in braces such as `{product}`. */
export interface RoutePath {
  readonly path: string;
}

/** The route of a path, with its parameters. */
export interface FoundRoute<R extends RoutePath> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a path below the base. Literal segments win over parameters. A segment is decoded once; one that does not
 * decode, is empty or holds a slash belongs to no route.
 */
export function findRoute<R extends RoutePath>(
  routes: readonly R[],
  path: string,
): FoundRoute<R> | undefined {
  const segments = segmentsOf(path);
  if (segments === undefined) return undefined;
  const found = routes.flatMap((route) => {
    const params = paramsOf(route.path.split("/").slice(1), segments);
    return params === undefined ? [] : [{ route, params }];
  });
  return found.toSorted((a, b) => literals(b.route) - literals(a.route))[0];
}

const literals = ({ path }: RoutePath) =>
  path.split("/").filter((segment) => !segment.startsWith("{")).length;

/** The decoded segments of a path; undefined for one that no page has. */
function segmentsOf(path: string): readonly string[] | undefined {
  if (path === "" || path === "/") return [""];
  try {
    const segments = path.slice(1).split("/").map(decodeURIComponent);
    return segments.some((segment) => segment === "" || segment.includes("/")) ? undefined : segments;
  } catch {
    return undefined; // a percent sign that encodes nothing
  }
}

function paramsOf(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params = new Map<string, string>();
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? "";
    if (part.startsWith("{")) params.set(part.slice(1, -1), segment);
    else if (part !== segment) return undefined;
  }
  return Object.fromEntries(params);
}
