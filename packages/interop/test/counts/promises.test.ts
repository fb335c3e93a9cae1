import { expect } from "chai";
import type { Compared, Outcome, Sent } from "./programs/count-promises.js";
import { PATIENCE, runProgram } from "./support/run-program.js";
import { TIMES } from "./support/send.js";

const ADMITTED: readonly Sent[] = ["a known token", "a remembered key"];
const REFUSED: readonly Sent[] = ["nothing", "garbage"];

describe("promises of a warm request, behind our guard and behind a step that does next to nothing", () => {
  let outcome: Outcome;
  before(async function () {
    this.timeout(PATIENCE);
    outcome = await runProgram<Outcome>("count-promises");
  });

  for (const framework of ["Express", "Koa", "Fastify"] as const)
    describe(framework, () => {
      const of = (sent: Sent): Compared => outcome[framework][sent];

      for (const sent of ADMITTED)
        it(`${sent}: not one more, and the handler runs in the turn of the request`, () => {
          const { guarded, bare } = of(sent);
          expect(guarded).to.deep.equal(bare);
          expect(bare).to.include({ status: 200, atOnce: TIMES });
        });

      for (const sent of REFUSED)
        it(`${sent}: not one more`, () => {
          const { guarded, bare } = of(sent);
          expect(guarded).to.deep.equal(bare);
          expect(bare).to.include({ status: 401, atOnce: 0 });
        });

      it("the count sees promises: a key that a store is asked for each time", () => {
        const { guarded, bare } = of("a key to ask for");
        expect(guarded).to.include({ status: 200, atOnce: 0 });
        expect(guarded.promises).to.be.at.least(bare.promises + TIMES);
      });
    });
});
