import { expect } from "chai";
import { runPlans } from "./run-plans.js";
import { SET_UPS } from "./set-ups.js";

const [RUNS, SEED, REQUESTS] = [40, 2, 10];

describe("a route that the report calls guarded answers no request without a credential", () => {
  for (const setUp of Object.keys(SET_UPS))
    it(`${setUp}: ${RUNS} applications of seed ${SEED}`, async function () {
      this.timeout(60_000);
      const { tally, failure } = await runPlans({ setUp, runs: RUNS, seed: SEED, requests: REQUESTS });
      if (failure !== undefined) expect.fail(failure);
      // Otherwise nothing was tried.
      expect(tally.get("guarded")).to.be.above(RUNS / 8);
    });
});
