/**
 * Makes the test whether a request target lies below a prefix as routes write it, such as `/v1` or `/:tenant/v1`.
 * Wider than a router: whoever asks refuses more when in doubt.
 */
export function belowPrefix(prefix: string): (target: string) => boolean {
  const segments = prefix.split("/").map((segment) => (/[:*]/.test(segment) ? "[^/]+" : literally(segment)));
  const below = new RegExp(`^(?:[a-z]+://[^/]*)?${segments.join("/+")}(?:[/?#;]|$)`, "i");
  return (target) => below.test(decoded(target));
}

const literally = (segment: string) => segment.replace(/[^\w]/g, "\\$&");

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
