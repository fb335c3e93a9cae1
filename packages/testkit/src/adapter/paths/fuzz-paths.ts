import { chanceOf } from "./chance.js";
import { checkSetUp, isTelling, type Extent } from "./check-set-up.js";
import { inWords } from "./path-failure.js";
import type { PathSetUp } from "./path-set-up.js";
import { withAndWithoutOption } from "./with-and-without-option.js";

export interface FuzzPaths extends Omit<Extent, "full"> {
  readonly seed: number;
  /** No further round begins after this time; the first is always whole. */
  readonly seconds: number;
  readonly log: (line: string) => void;
}

/**
 * The long run: every set-up over every catalog, with every single mutation and random ones, with every credential.
 * Further rounds have the next seeds. True when no case failed; else the smallest ones have been logged.
 */
export async function fuzzPaths(
  setUps: readonly (readonly [framework: string, setUp: PathSetUp])[],
  { seed: first, seconds, log, ...extent }: FuzzPaths,
): Promise<boolean> {
  const all = setUps.flatMap(([framework, setUp]) =>
    withAndWithoutOption([setUp]).map((one) => [framework, one] as const),
  );
  const start = Date.now();
  let total = 0;
  for (let seed = first; seed === first || Date.now() - start < seconds * 1000; seed++) {
    let isSound = true;
    log(`Seed ${seed}`);
    for (const [framework, setUp] of all) {
      const run = await checkSetUp(setUp, chanceOf(seed), seed, { ...extent, full: seed === first });
      total += run.requests;
      for (const failure of run.failures) log(`\nFAIL ${framework}: ${inWords(failure)}`);
      if (!isTelling(run))
        log(`FAIL ${framework}, ${setUp.name}: ${run.answered} of ${run.requests} answered`);
      isSound &&= run.failures.length === 0 && isTelling(run);
      const time = ((Date.now() - start) / 1000).toFixed(0);
      log(
        `${framework}, ${setUp.name}: ${run.answered} of ${run.requests} answered, ${run.failures.length} kinds of failure; ${total} requests in ${time} s`,
      );
    }
    if (!isSound) return false;
  }
  return true;
}
