/**
 * The address of a target below the home page of a handler. The two are joined as text, so that no target leads to another
 * host: not `//host`, and not the absolute form `http://host/path`, of which only the path counts (RFC 9112, section 3.2.2).
 */
export function addressBelow({ origin, pathname }: URL, target: string): string {
  const path = pathAndQuery(target);
  return `${origin}${pathname.replace(/\/$/, "")}${path.startsWith("/") ? "" : "/"}${path}`;
}

/**
 * Removes the first segments from a target: those of a prefix that a router has matched. Segments are counted, because a
 * router may have matched other letters, an encoding or doubled slashes.
 */
export function withoutSegments(target: string, count: number): string {
  let rest = pathAndQuery(target);
  for (let i = 0; i < count; i++) rest = rest.replace(/^\/+[^/?#]+/, "");
  return rest;
}

const pathAndQuery = (target: string) =>
  target.startsWith("/") ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
