import type { PortalContext } from "../portal-context.js";

/** The whole address of a page, for a mail: `linkTo(portal, ["reset", "password"], { ticket })`. */
export function linkTo(
  { settings, to }: Pick<PortalContext, "settings" | "to">,
  segments: readonly string[],
  query: Readonly<Record<string, string>> = {},
): string {
  const url = new URL(to(...segments), settings.publicUrl);
  url.search = new URLSearchParams(query).toString();
  return url.href;
}
