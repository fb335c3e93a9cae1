/** The known name that a misspelt one most likely means; undefined when none is within two edits. */
export function nearest(misspelt: string, known: readonly string[]): string | undefined {
  if (misspelt.length > 60) return undefined;
  const close = known
    .map((name) => ({ name, distance: editDistance(misspelt.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= 2 && distance < name.length);
  return close.sort((one, other) => one.distance - other.distance)[0]?.name;
}

/** Number of inserted, removed and replaced characters (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[other.length]!;
}
