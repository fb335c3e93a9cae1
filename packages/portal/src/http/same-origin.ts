/**
 * Whether a request that changes something comes from a page of the portal (portal.md, section 5). Browsers that send
 * `Sec-Fetch-Site` cannot be made to lie about it; for others `Origin` must be that of the portal. With neither, it is refused.
 */
export function isSameOrigin(headers: Headers, origin: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return headers.get("origin") === origin;
}

/**
 * Whether a link was followed on a page of the portal, and not on one of another site. Browsers without `Sec-Fetch-Site` send
 * `Referer`, as the policy of our pages says.
 */
export function isFromOwnPage(headers: Headers, origin: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return headers.get("referer")?.startsWith(`${origin}/`) === true;
}
