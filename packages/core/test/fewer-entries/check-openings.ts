import fc from "fast-check";
import { findOpening } from "./find-opening.js";
import { options } from "./options.js";

/** Tries so many options; gives the smallest that open more with an entry less, in words. */
export function checkOpenings(settings: {
  readonly seed: number;
  readonly runs: number;
}): string | undefined {
  const property = fc.property(options, (made) => {
    const opening = findOpening(made);
    if (opening !== undefined) throw new Error(opening);
  });
  const found = fc.check(property, { seed: settings.seed, numRuns: settings.runs });
  return found.failed ? fc.defaultReportMessage(found) : undefined;
}
