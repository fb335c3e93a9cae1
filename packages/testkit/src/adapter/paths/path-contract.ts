import { expect } from "chai";
import type { FullTestRunner } from "../../test-runner.js";
import { patient } from "../patient.js";
import { chanceOf } from "./chance.js";
import { checkSetUp, isTelling } from "./check-set-up.js";
import { inWords } from "./path-failure.js";
import type { PathSetUp } from "./path-set-up.js";
import { withAndWithoutOption } from "./with-and-without-option.js";

/** Some hundred requests for each set-up and catalog; a set-up takes a quarter of a second. */
const EXTENT = { cases: 60, handMade: 3, random: 1 };
const TIME = 60_000;
const SHOWN = 8;

/**
 * Declares the tests that whatever decides by path must pass: generated targets, sent over real connections, and for
 * each the question whether the rule that was applied is that of the handler that answered.
 */
export function pathContract(
  runner: FullTestRunner,
  name: string,
  setUps: readonly PathSetUp[],
  { seed = 20260304 }: { readonly seed?: number } = {},
): void {
  const it = patient(runner.it);
  runner.describe(`${name} applies the rule of the handler that answers`, () => {
    for (const [i, setUp] of withAndWithoutOption(setUps).entries())
      it(
        setUp.name,
        async () => {
          const run = await checkSetUp(setUp, chanceOf(seed + i), seed + i, EXTENT);
          const shown = run.failures.slice(0, SHOWN).map(inWords);
          if (shown.length > 0)
            expect.fail(`${run.failures.length} kinds of failure\n\n${shown.join("\n\n")}`);
          expect(isTelling(run), `${run.answered} of ${run.requests} requests were answered`).to.equal(true);
        },
        TIME,
      );
  });
}
