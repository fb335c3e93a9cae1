import type { Severity } from "../severity.js";

/** What a code of findings means, for people who read a report. */
export interface FindingGuide {
  /** The severities that findings of this code have. */
  readonly severities: readonly Severity[];
  readonly title: string;
  /** What was found and what it leads to. */
  readonly meaning: string;
  /** What to do about it. */
  readonly fix: string;
}

export const lost: readonly Severity[] = ["lost"];
export const difference: readonly Severity[] = ["difference"];
export const info: readonly Severity[] = ["info"];
