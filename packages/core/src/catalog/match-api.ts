import type { Api, Operation } from "./apis.js";

/** Where a request goes: the API, and its operation where it has any listed. */
export interface Place<P extends string = string> {
  readonly api: Api<P>;
  readonly operation?: Operation;
}

/** Longest path that is looked at, in characters. */
const MAX_PATH = 8_192;

/**
 * The segments of a request path, decoded once and in lower case; undefined for a path that two readers may read
 * differently: empty or dot segments, encoded slashes or backslashes, control characters, broken encoding. Such a path
 * once walked past another project's guard.
 */
export function readPath(path: string): readonly string[] | undefined {
  if (path.length > MAX_PATH || !path.startsWith("/")) return undefined;
  const segments = path.slice(1).split("/");
  if (segments.at(-1) === "") segments.pop(); // a trailing slash
  const decoded: string[] = [];
  for (const segment of segments) {
    const plain = decodeSegment(segment);
    if (plain === undefined || plain === "" || plain === "." || plain === "..") return undefined;
    decoded.push(plain.toLowerCase());
  }
  return decoded;
}

function decodeSegment(segment: string): string | undefined {
  let plain = segment;
  if (segment.includes("%")) {
    try {
      plain = decodeURIComponent(segment);
    } catch {
      return undefined;
    }
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be in a path
  return /[/\\\u0000-\u001f\u007f]/.test(plain) ? undefined : plain;
}

/** Finds the API with the longest path, as the gateway does; undefined when there is none. */
export function matchApi<P extends string>(
  apis: readonly Api<P>[],
  segments: readonly string[],
): Api<P> | undefined {
  let best: Api<P> | undefined;
  for (const api of apis) {
    if (best !== undefined && api.segments.length <= best.segments.length) continue;
    if (api.segments.length <= segments.length && api.segments.every((segment, i) => segment === segments[i]))
      best = api;
  }
  return best;
}

/**
 * The operation for a method and path, `"any"` for an API that lists none; undefined when none matches. HEAD is
 * answered by GET's operation.
 */
export function matchOperation(
  api: Api,
  method: string,
  segments: readonly string[],
): Operation | "any" | undefined {
  if (api.operations === undefined) return "any";
  const rest = segments.slice(api.segments.length);
  const named = (wanted: string) =>
    api.operations?.find((one) => one.method === wanted && fits(one.segments, rest));
  return named(method) ?? (method === "HEAD" ? named("GET") : undefined);
}

function fits(template: Operation["segments"], rest: readonly string[]): boolean {
  const open = template.at(-1) === "*";
  const fixed = open ? template.slice(0, -1) : template;
  if (open ? rest.length < fixed.length : rest.length !== fixed.length) return false;
  return fixed.every((segment, i) => segment === undefined || segment === rest[i]);
}
