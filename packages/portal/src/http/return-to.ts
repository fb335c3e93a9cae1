const LONGEST = 1024;
// Control characters and backslashes: browsers read `\` as `/`, and drop tabs and line feeds.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const AMBIGUOUS = /[\u0000-\u0020\u007f\\]/;
const ENCODED = /%(?:2e|2f|5c|00)/i;

/**
 * The path of the portal, with its query, that a visitor returns to after the sign-in; the home page for everything that
 * does not lie below the portal.
 */
export function returnToOf(
  given: string | undefined,
  { publicUrl, base }: { readonly publicUrl: URL; readonly base: string },
): string {
  const home = base === "" ? "/" : base;
  if (given === undefined || given.length > LONGEST || !given.startsWith("/") || given.startsWith("//"))
    return home;
  if (AMBIGUOUS.test(given) || ENCODED.test(given.split("?")[0] ?? "")) return home;
  const url = URL.canParse(given, publicUrl.href) ? new URL(given, publicUrl) : undefined;
  if (url === undefined || url.origin !== publicUrl.origin) return home;
  const { pathname, search } = url;
  // Dots are resolved only now: `/.//host` has become `//host`, which as a `Location` is another host.
  if (pathname.includes("//")) return home;
  if (pathname !== home && !pathname.startsWith(`${base}/`)) return home;
  const below = decoded(pathname.slice(base.length));
  // A sign-in that returns to the sign-in would never end; one that returns to the sign-out page would be of no use.
  if (below === undefined || /^\/(?:signin|signin-sso|signup|signout|signed-out)(?:\/|$)/.test(below))
    return home;
  return pathname + search;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined; // a percent sign that encodes nothing
  }
}
