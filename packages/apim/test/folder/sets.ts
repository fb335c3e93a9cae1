/** A set of files, other for each version; `c.json` is in even versions only. */
export const setOf = (version: string): ReadonlyMap<string, string> =>
  new Map([
    ["a.json", `{ "version": ${version} }\n`],
    ["IMPORT.md", `# ${version}\n`],
    ...(Number(version) % 2 === 0 ? [["c.json", `[${version}]\n`] as const] : []),
  ]);

/** The names of all versions. */
export const NAMES: readonly string[] = ["a.json", "IMPORT.md", "c.json"];
