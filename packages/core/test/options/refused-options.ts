import { expect } from "chai";
import { problemsOfOptions } from "./problems-of.js";

/** Options, and the one problem they have: where, what is wrong, what to write. */
export type RefusedOptions = readonly [options: unknown, path: string, message: string, fix: RegExp];

/** Declares one test per case: exactly this problem and no other. */
export function refused(about: string, cases: readonly RefusedOptions[]): void {
  describe(`options: ${about}`, () => {
    for (const [options, path, message, fix] of cases) {
      it(`${path}: ${message}`, () => {
        const problems = problemsOfOptions(options);
        expect(problems.map((problem) => `${problem.path}: ${problem.message}`)).to.deep.equal([
          `${path}: ${message}`,
        ]);
        expect(problems[0]?.fix).to.match(fix);
      });
    }
  });
}
