/**
 * Ids in the order of code units, for lists. Sorted on the first list; after that, binary search inserts ids, so that a
 * page costs its own length only.
 */
export class SortedIds {
  #sorted: string[] | undefined;

  /** Returns the sorted ids. `all` is read on the first call only. */
  of(all: Iterable<string>): readonly string[] {
    return (this.#sorted ??= [...all].sort());
  }

  add(id: string): void {
    this.#sorted?.splice(placeOf(id, this.#sorted), 0, id);
  }

  delete(id: string): void {
    this.#sorted?.splice(placeOf(id, this.#sorted), 1);
  }
}

/** The number of sorted ids before this one. */
export function placeOf(id: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
