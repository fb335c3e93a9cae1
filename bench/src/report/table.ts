/** What a figure is counted in; decides how it is written. */
export type Unit = "V" | "times" | "share" | "count" | "bytes" | "milliseconds" | "microseconds" | "text";

/** What a figure should be. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** From the smallest to the largest. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** One figure. */
export interface Cell {
  readonly value: number;
  /** Half the distance between the quarters of the rounds. */
  readonly spread?: number;
  /** The smallest and the largest of several runs, of which the figure is the median. */
  readonly range?: Range;
  readonly target?: Target;
  /** The verdict, where only the rounded figure is known. */
  readonly met?: boolean;
  /** What is written instead of the number. */
  readonly text?: string;
}

/** A kind of figure, one for each row. */
export interface Column {
  readonly title: string;
  readonly unit: Unit;
  /** Which end is the good one; where there is one, ours is compared with every peer. */
  readonly best?: "low" | "high";
  /**
   * Which end is the good one where no peers race; `compare` leaves columns with none out. Default: `best`, else low
   * for costs, sizes and times, and none for counts, shares and texts.
   */
  readonly better?: "low" | "high" | "none";
  /** What `compare` calls it where another column has the same title. Default: the title. */
  readonly name?: string;
}

/** One contender's figures, or one size of a thing. */
export interface Row {
  readonly name: string;
  readonly kind: "ours" | "peer" | "baseline";
  readonly cells: readonly (Cell | undefined)[];
}

/** Figures of one kind side by side. */
export interface Table {
  /** Names it on the page: lower case with hyphens. */
  readonly name: string;
  readonly title: string;
  /** What the figures are, in a sentence or two. */
  readonly about: string;
  /** What the rows are. */
  readonly of: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const LOWER_IS_BETTER: readonly Unit[] = ["V", "times", "bytes", "milliseconds", "microseconds"];

/** Which end of a column is the good one; undefined where neither is. */
export function goodEnd({ best, better, unit }: Column): "low" | "high" | undefined {
  if (better !== undefined) return better === "none" ? undefined : better;
  return best ?? (LOWER_IS_BETTER.includes(unit) ? "low" : undefined);
}

/** What `compare` calls one figure. */
export function figureName(table: string, row: string, { name, title }: Column): string {
  return `${table} / ${row} / ${name ?? title}`;
}

/** The names of all figures of a table that have a good end, from what its part knows before it has measured. */
export function figureNames(table: string, rows: readonly string[], columns: readonly Column[]): string[] {
  const compared = columns.filter((column) => goodEnd(column) !== undefined);
  return rows.flatMap((row) => compared.map((column) => figureName(table, row, column)));
}

/** The number that is asked. */
export const askedOf = (target: Target): number => ("atMost" in target ? target.atMost : target.atLeast);

/** Whether a figure is what it should be; undefined where nothing is asked of it. */
export function isMet({ value, target, met }: Cell): boolean | undefined {
  if (target === undefined || met !== undefined) return met;
  return "atMost" in target ? value <= target.atMost : value >= target.atLeast;
}

/**
 * Whether no peer stands better in a column than the best of ours, as far as the scatter of both lets that be told;
 * undefined where there is nobody to compare with.
 */
export function isAhead({ rows }: Table, column: number, best: "low" | "high"): boolean | undefined {
  const sign = best === "low" ? 1 : -1;
  const first = (kind: Row["kind"]): Cell | undefined =>
    rows
      .filter((row) => row.kind === kind)
      .flatMap(({ cells }) => cells[column] ?? [])
      .sort((a, b) => sign * (a.value - b.value))[0];
  const [ours, theirs] = [first("ours"), first("peer")];
  if (ours === undefined || theirs === undefined) return undefined;
  return sign * (ours.value - theirs.value) <= (ours.spread ?? 0) + (theirs.spread ?? 0);
}

/** Whether ours is ahead in a column where peers race. */
export interface Race {
  readonly column: string;
  readonly met: boolean;
}

/** The races of a table. */
export function racesOf(table: Table): readonly Race[] {
  return table.columns.flatMap(({ title, best }, at) => {
    const met = best && isAhead(table, at, best);
    return met === undefined ? [] : [{ column: title, met }];
  });
}
