import { expect } from "chai";
import type { Outcome as Remembered } from "./programs/remember-tokens.js";
import type { Outcome, Weighed } from "./programs/weigh-requests.js";
import { PATIENCE, runProgram } from "./support/run-program.js";

/** Bytes of heap that one request may take in core, its answer included: about twice what it takes. */
const BOUNDS: Readonly<Record<Exclude<Weighed, "a list of 100 places">, number>> = {
  "a known token": 3_000,
  "a key": 2_400,
  "no credential": 7_200,
  garbage: 8_400,
};

describe("memory that a request takes", function () {
  this.timeout(PATIENCE);

  describe("on its way", () => {
    let outcome: Outcome;
    before(async () => {
      const flags = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64"];
      outcome = await runProgram<Outcome>("weigh-requests", ...flags);
    });

    for (const [name, bound] of Object.entries(BOUNDS))
      it(`${name}: ${bound} bytes at most`, () => {
        expect(outcome[name as Weighed])
          .to.be.above(0)
          .and.at.most(bound);
      });

    it("the scales are right: a list of 100 places takes 832 bytes and a bit", () => {
      expect(outcome["a list of 100 places"]).to.be.within(816, 1_000);
    });
  });

  describe("50,000 different tokens leave nothing behind but as many as are remembered", () => {
    let outcome: Remembered;
    before(async () => (outcome = await runProgram<Remembered>("remember-tokens", "--expose-gc")));

    const CASES = {
      bare: "without limits and policies",
      limited: "with limits and policies, each from another address",
    } as const;
    for (const [which, name] of Object.entries(CASES))
      it(name, () => {
        const { tokens, rememberedTokens, growth, remembered } = outcome[which as keyof typeof CASES];
        expect({ tokens, rememberedTokens }).to.deep.equal({ tokens: 50_000, rememberedTokens: 10_000 });
        expect(growth, "bytes").to.be.below(2 * 1024 * 1024);
        expect(remembered, "bytes, seen by the same scales").to.be.above(5 * 1024 * 1024);
      });
  });
});
