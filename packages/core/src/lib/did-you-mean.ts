/** Finds the candidate closest to a misspelt name: at most two edits away, or a third of the name's length. */
export function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  const written = name.slice(0, 64).toLowerCase();
  const allowed = Math.max(2, Math.floor(written.length / 3));
  return candidates
    .map((candidate) => ({ candidate, distance: distance(written, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

// Levenshtein distance, one row at a time.
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
