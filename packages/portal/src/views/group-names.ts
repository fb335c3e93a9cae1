import type { PortalSettings } from "../options/settings.js";

const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ["administrators", "Administrators"],
  ["developers", "Developers"],
]);

/** The display names of groups, sorted. Groups that the portal no longer has are left out. */
export function groupNamesOf(
  groups: ReadonlySet<string>,
  { groups: known }: Pick<PortalSettings, "groups">,
): readonly string[] {
  const names = new Map([...BUILT_IN, ...known.map(({ name, displayName }) => [name, displayName] as const)]);
  return [...groups].flatMap((group) => names.get(group) ?? []).toSorted((a, b) => a.localeCompare(b, "en"));
}
