import { expect } from "chai";
import { checkOpenings } from "./check-openings.js";

describe("fewer entries never open more", () => {
  it("whatever entry is left out of whatever options", function () {
    this.timeout(60_000);
    // With each of four rules of the code taken out, one of these seeds fails.
    for (const seed of [20_261_129, 20_261_131, 20_261_134])
      expect(checkOpenings({ seed, runs: 5 })).to.equal(undefined);
  });
});
