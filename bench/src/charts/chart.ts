import type { Cell, Row, Unit } from "../report/table.js";

/** One bar. */
export interface Bar {
  readonly name: string;
  readonly kind: Row["kind"];
  readonly cell: Cell;
  readonly unit: Unit;
}

/** Bars that belong together, with their heading. */
export interface Group {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** A picture that answers one question. */
export interface Chart {
  /** Names its file: lower case with hyphens. */
  readonly name: string;
  readonly title: string;
  readonly groups: readonly Group[];
  /** When, where and with what its figures were measured. */
  readonly captions: readonly string[];
}
