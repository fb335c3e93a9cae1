import { placeAmong } from "./sorted-ids.js";

/**
 * Rows in the order of their ids, compared by code units, for lists. Sorted on the first list; after that, binary search
 * inserts rows, so that a page costs its own length only.
 */
export class SortedRows {
  readonly #idAt: (row: number) => string;
  #sorted: number[] | undefined;

  constructor(idAt: (row: number) => string) {
    this.#idAt = idAt;
  }

  /** Returns the sorted rows. `all` is called on the first call only. */
  of(all: () => Iterable<number>): readonly number[] {
    return (this.#sorted ??= [...all()]
      .map((row) => ({ row, id: this.#idAt(row) }))
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .map(({ row }) => row));
  }

  /** The number of sorted rows whose id is this one or before it. */
  placeAfter(id: string): number {
    const rows = this.#sorted ?? [];
    return placeAmong(rows.length, (at) => this.#idAt(rows[at]!) <= id);
  }

  /** Adds a row whose id can be read already. */
  add(row: number): void {
    this.#sorted?.splice(this.placeAfter(this.#idAt(row)), 0, row);
  }

  /** Removes a row whose id can still be read. */
  delete(row: number): void {
    this.#sorted?.splice(this.placeAfter(this.#idAt(row)) - 1, 1);
  }
}
