import { median } from "../measure/median.js";

/** One figure of one run. */
export interface Figure {
  readonly value: number;
  /** How far the rounds of the run lie apart: half the distance between their quarters. */
  readonly spread?: number;
}

/** Whether a row got worse by more than noise; `new` where the reference has no figure, `gone` where the tree has none. */
export type Verdict = "same" | "better" | "WORSE" | "new" | "gone";

/** Two medians and what stands between them. */
export interface Judged {
  readonly reference: number;
  readonly tree: number;
  /** Tree over reference; not a number where the reference is not above zero. */
  readonly ratio: number;
  readonly noise: number;
  readonly verdict: Verdict;
}

/** The share of a figure that counts as noise even where the runs happen to agree. */
const LEAST_NOISE = 0.01;

/**
 * Compares the runs of the working tree with those of the reference. Noise is the spread of the reference: the distance
 * between its best and its worst run, and no less than the rounds within its runs lie apart, since three runs agree
 * closely by chance now and then. Counts are `exact`: there, runs that agree have no noise.
 */
export function judge(
  reference: readonly Figure[],
  tree: readonly Figure[],
  good: "low" | "high",
  { exact = false } = {},
): Judged {
  const before = valuesOf(reference);
  const after = valuesOf(tree);
  const [was, is] = [median(before), median(after)];
  const ratio = was > 0 ? is / was : Number.NaN;
  if (before.length === 0 || after.length === 0) {
    const verdict = after.length === 0 ? "gone" : "new";
    return { reference: was, tree: is, ratio, noise: Number.NaN, verdict };
  }
  const noise = Math.max(
    Math.max(...before) - Math.min(...before),
    exact ? 0 : Math.abs(was) * LEAST_NOISE,
    exact ? 0 : withinRuns(reference),
  );
  const worse = good === "low" ? is - was : was - is;
  const verdict = worse > noise ? "WORSE" : -worse > noise ? "better" : "same";
  return { reference: was, tree: is, ratio, noise, verdict };
}

/** A run that could not give the figure has none. */
const valuesOf = (figures: readonly Figure[]): number[] =>
  figures.map(({ value }) => value).filter((value) => Number.isFinite(value));

function withinRuns(figures: readonly Figure[]): number {
  const spreads = figures.flatMap(({ spread }) => (Number.isFinite(spread) ? [spread!] : []));
  return spreads.length === 0 ? 0 : median(spreads);
}
