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

/** APIs by their paths, so that a request costs the same among ten of them and ten thousand. */
export interface ApiIndex<P extends string = string> {
  readonly byPath: ReadonlyMap<string, Api<P>>;
  /** Numbers of segments that paths have, the longest first. */
  readonly lengths: readonly number[];
}

/** Of APIs with the same path the first counts. */
export function indexApis<P extends string>(apis: readonly Api<P>[]): ApiIndex<P> {
  const byPath = new Map([...apis].reverse().map((api) => [pathOf(api.segments), api] as const));
  const lengths = [...new Set(apis.map(({ segments }) => segments.length))].sort((a, b) => b - a);
  return { byPath, lengths };
}

// No segment holds a slash: `readPath` refuses it in whatever spelling.
const pathOf = (segments: readonly string[]): string => segments.join("/");

/** Finds the API with the longest path, as the gateway does; undefined when there is none. */
export function matchApi<P extends string>(
  { byPath, lengths }: ApiIndex<P>,
  segments: readonly string[],
): Api<P> | undefined {
  for (const length of lengths) {
    if (length > segments.length) continue;
    const found = byPath.get(pathOf(segments.slice(0, length)));
    if (found !== undefined) return found;
  }
  return undefined;
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
