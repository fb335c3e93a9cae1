/** Longest header that is looked at. */
const LONGEST = 512;

// In this order: Edge and Opera name Chrome too, and all of them name Safari.
const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["FxiOS/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["CriOS/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iOS"],
  ["iPad", "iOS"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/** The family of a browser, such as "Firefox on Windows", from `User-Agent`. Holds no text of the header itself. */
export function agentFamilyOf(header: string | null): string {
  const text = (header ?? "").slice(0, LONGEST);
  const nameIn = (table: readonly (readonly [mark: string, name: string])[]) =>
    table.find(([mark]) => text.includes(mark))?.[1];
  const browser = nameIn(BROWSERS) ?? "Another browser";
  const system = nameIn(SYSTEMS);
  return system === undefined ? browser : `${browser} on ${system}`;
}
