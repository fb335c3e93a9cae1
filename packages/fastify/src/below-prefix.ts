/**
 * Makes a function that tests whether a request target is below a route prefix, such as `/v1` or `/:tenant/v1`. Matches
 * more than a router would, so that doubtful targets are guarded too.
 */
export function belowPrefix(prefix: string): (target: string) => boolean {
  const segments = prefix
    .split("/")
    .map((segment) => (/[:*]/.test(segment) ? "[^/]+" : escapeRegExp(segment)));
  const below = new RegExp(`^(?:[a-z]+://[^/]*)?${segments.join("/+")}(?:[/?#;]|$)`, "i");
  return (target) => below.test(decoded(target));
}

const escapeRegExp = (segment: string) => segment.replace(/[^\w]/g, "\\$&");

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
