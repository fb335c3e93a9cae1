/** The environment variables that texts of files name, sorted. */
export function variablesIn(texts: Iterable<string>): readonly string[] {
  const names = new Set<string>();
  for (const text of texts)
    for (const [, name] of text.matchAll(/\$\{env:([A-Za-z0-9_]{1,256})\}/g)) names.add(name!);
  return [...names].sort();
}
