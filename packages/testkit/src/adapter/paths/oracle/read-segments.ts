import type { PathSetUp } from "../path-set-up.js";

/**
 * The segments of a path that a router read. In a raw path the escapes of characters that must be escaped (RFC 3986
 * §3.3) stand for those characters; `%64` is not "d", since no router that matches raw paths takes it for one.
 */
export function readSegments(path: string, matches: PathSetUp["matches"]): readonly string[] {
  const segments = path.replace(/^\//, "").split("/");
  if (segments.at(-1) === "") segments.pop();
  return matches === "raw" ? segments.map(withoutNeeded) : segments;
}

function withoutNeeded(segment: string): string {
  return segment.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return [...escapes.matchAll(/%[0-7][0-9a-f]|(?:%[89a-f][0-9a-f])+/gi)]
        .map(([escape]) => {
          const plain = decodeURIComponent(escape);
          return /^[\w.~!$&'()*+,;=:@-]$/.test(plain) ? escape : plain;
        })
        .join("");
    } catch {
      return escapes;
    }
  });
}
