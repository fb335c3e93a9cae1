import type { Condition } from "../../csharp/condition.js";

/** Conditions that all hold where an element runs; empty: it always runs; `undefined`: when it runs is unknown. */
export type Circumstances = readonly Condition[] | undefined;

/** Above it a condition counts as unknown: every rule below it repeats it in the report. */
const MOST_COMPARISONS = 50;

export const always: Circumstances = [];

/** Adds a condition, or one that is unknown. */
export function under(outer: Circumstances, inner: Condition | undefined): Circumstances {
  if (outer === undefined || inner === undefined) return undefined;
  const both = [...outer, ...("all" in inner ? inner.all : [inner])];
  return comparisonsIn(both) > MOST_COMPARISONS ? undefined : both;
}

function comparisonsIn(conditions: readonly Condition[]): number {
  let count = 0;
  for (const condition of conditions) {
    if ("all" in condition) count += comparisonsIn(condition.all);
    else if ("any" in condition) count += comparisonsIn(condition.any);
    else if ("not" in condition) count += comparisonsIn([condition.not]);
    else count++;
  }
  return count;
}
