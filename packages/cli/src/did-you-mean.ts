/** A question that names the candidate a misspelt word was probably meant to be; empty when none is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const written = word.slice(0, 32).toLowerCase();
  const nearest = candidates
    .map((candidate) => ({ candidate, distance: distance(written, candidate) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance)[0];
  return nearest === undefined ? "" : ` Did you mean ${nearest.candidate}?`;
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
