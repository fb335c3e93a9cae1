/** An object with the same names, whose entries are changed. */
export const mapped = <Entry>(
  entries: { readonly [name: string]: Entry },
  change: (entry: Entry, name: string) => Entry,
): { readonly [name: string]: Entry } =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, change(entry, name)]));
