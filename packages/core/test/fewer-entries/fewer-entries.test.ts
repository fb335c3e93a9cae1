import { expect } from "chai";
import { checkOpenings } from "./check-openings.js";

describe("fewer entries never open more", () => {
  it("whatever entry is left out of whatever options", function () {
    this.timeout(60_000);
    expect(checkOpenings({ seed: 20_261_129, runs: 15 })).to.equal(undefined);
  });
});
