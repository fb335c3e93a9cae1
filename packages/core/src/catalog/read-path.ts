/** Longest path that is looked at, in characters. */
const MAX_PATH = 8_192;

/**
 * The segments of a request path, decoded once; undefined for a path that no two readers agree on: a fragment, empty or
 * dot segments, encoded slashes or backslashes, control characters, broken encoding, an absolute form, anything that is
 * no printable ASCII. Every router ends the path at `#`, and `url.parse` drops white space beyond ASCII at its end; in
 * a request target stands neither (RFC 9112 §3.2, RFC 3986 §3.3).
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

/** One way to read a path: its segments, or undefined where this way finds none. */
export type Reading = readonly string[] | undefined;

/**
 * The other ways in which routers and handlers read a path that `readPath` has read: letters as they are encoded
 * (Express and Koa match them so), and parameters behind a semicolon cut off (`useSemicolonDelimiter` of Fastify,
 * proxies). None for a path that everybody reads the same way.
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

// RFC 3986 §3.3: what may stand in a segment as it is. Its escape is another spelling, which a router may not see through.
const isNeedless = (escape: string) =>
  /^[\w.~!$&'()*+,;=:@-]$/.test(String.fromCharCode(parseInt(escape.slice(1), 16)));

/** Lower case of ASCII letters alone: beyond them, `toLowerCase` makes a "k" of the Kelvin sign, and no router does. */
export const foldCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
