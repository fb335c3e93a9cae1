/** The number of sorted ids before this one, in the order of code units. */
export function placeOf(id: string, sorted: readonly string[]): number {
  return placeAmong(sorted.length, (at) => sorted[at]! < id);
}

/** Of so many places, the number of those that are before the one that is searched for. */
export function placeAmong(count: number, isBefore: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
