/**
 * Ids in the order of code units, for lists. They are sorted when a list is asked for the first time; from then on an
 * id finds its place by halving, so that a page costs its own length and not the whole.
 */
export class SortedIds {
  #sorted: string[] | undefined;

  /** The sorted ids; `all` is read when they have never been asked for. */
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

/** How many of the sorted ids come before this one. */
export function placeOf(id: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
