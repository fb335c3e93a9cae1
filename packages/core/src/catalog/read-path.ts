/** Maximum length of a path, in characters. */
const MAX_PATH = 8_192;

/**
 * Splits a request path into segments, decoded once. Returns undefined for a path that parsers read differently: a
 * fragment, empty or dot segments, encoded slashes or backslashes, control characters, invalid escapes, an absolute
 * form, anything but printable ASCII. Routers end the path at `#`, and `url.parse` drops trailing non-ASCII white space;
 * a valid request target contains neither (RFC 9112 §3.2, RFC 3986 §3.3).
 */
export function readPath(path: string): readonly string[] | undefined {
  if (path.length > MAX_PATH || !path.startsWith("/") || /[^!"$-~]/.test(path)) return undefined;
  const segments = path.slice(1).split("/");
  if (segments.at(-1) === "") segments.pop(); // a trailing slash
  const decoded: string[] = [];
  for (const segment of segments) {
    const plain = decodeSegment(segment);
    if (plain === undefined || isDotSegment(plain)) return undefined;
    decoded.push(plain);
  }
  return decoded;
}

/** Whether a path can be read when it is requested. It is written decoded, as options have it. */
export function canBeRequested(path: string): boolean {
  try {
    return readPath(`/${path.split("/").map(encodeURIComponent).join("/")}`) !== undefined;
  } catch {
    return false; // half a surrogate pair
  }
}

const isDotSegment = (segment: string) => segment === "" || segment === "." || segment === "..";

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

/** One reading of a path: its segments, or undefined when this reading is invalid. */
export type Reading = readonly string[] | undefined;

/**
 * The other readings of a path that `readPath` accepts: with encoded letters kept (as Express and Koa match them), and
 * with parameters behind a semicolon removed (`useSemicolonDelimiter` of Fastify, proxies). Empty for a path with one
 * reading only.
 */
export function otherReadings(path: string): readonly Reading[] {
  const readings: Reading[] = [];
  if (path.includes("%")) {
    const encoded = path.replace(ESCAPE, (escape) =>
      isNeedless(escape) ? escape.replace("%", "%25") : escape,
    );
    if (encoded !== path) readings.push(readPath(encoded));
  }
  if (path.includes(";")) {
    readings.push(readPath(path.slice(0, path.indexOf(";"))), readPath(path.replace(/;[^/]*/g, "")));
  }
  return readings;
}

const ESCAPE = /%[0-9a-f]{2}/gi;

// RFC 3986 §3.3: characters that need no escape in a segment. A router may treat the escaped form as another path.
const isNeedless = (escape: string) =>
  /^[\w.~!$&'()*+,;=:@-]$/.test(String.fromCharCode(parseInt(escape.slice(1), 16)));

/** Converts ASCII letters to lower case. `toLowerCase` would also turn the Kelvin sign into "k", which no router does. */
export const foldCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
