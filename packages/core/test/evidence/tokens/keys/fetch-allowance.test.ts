import { expect } from "chai";
import fc from "fast-check";
import { FetchAllowance } from "#src/evidence/tokens/keys/fetch-allowance.js";
import { HOUR, MINUTE, SECOND, START } from "./ring-of.js";

const INTERVAL = 30 * SECOND;

describe("FetchAllowance: fetches that unknown kids may cause", () => {
  it("three at once, then one per interval", () => {
    const allowance = new FetchAllowance(INTERVAL);
    const taken = [0, 0, 0, 0, INTERVAL - 1, INTERVAL, INTERVAL, 2 * INTERVAL];
    expect(taken.map((later) => allowance.take(START + later))).to.deep.equal([
      ...[true, true, true, false],
      ...[false, true, false, true],
    ]);
  });
  it("time counts from the first of them, also after an hour without any", () => {
    const allowance = new FetchAllowance(INTERVAL);
    expect(allowance.take(START)).to.equal(true);
    const later = START + HOUR + INTERVAL - 1;
    for (let i = 0; i < 3; i++) expect(allowance.take(later)).to.equal(true);
    expect(allowance.take(later + INTERVAL - 1)).to.equal(false);
    expect(allowance.take(later + INTERVAL)).to.equal(true);
  });
  it("names the time until the next", () => {
    const allowance = new FetchAllowance(INTERVAL);
    expect(allowance.wait(START)).to.equal(0);
    for (let i = 0; i < 3; i++) allowance.take(START);
    expect(allowance.wait(START + SECOND)).to.equal(INTERVAL - SECOND);
    expect(allowance.wait(START + INTERVAL)).to.equal(0);
  });
  it("with an interval of 0 there is no bound", () => {
    const allowance = new FetchAllowance(0);
    for (let i = 0; i < 100; i++) expect(allowance.take(START)).to.equal(true);
    expect(allowance.wait(START)).to.equal(0);
  });
  it("a clock that is set back by an hour does not stop it for an hour", () => {
    const allowance = new FetchAllowance(INTERVAL);
    for (let i = 0; i < 3; i++) allowance.take(START);
    expect(allowance.take(START - HOUR)).to.equal(false);
    expect(allowance.take(START - HOUR + INTERVAL)).to.equal(true);
  });
  it("in any 10 minutes no more than 23, whenever tokens come and however long their requests have waited", () => {
    const steps = fc.array(fc.record({ pause: fc.nat(2 * MINUTE), waited: fc.nat(10 * SECOND) }), {
      maxLength: 300,
      size: "max",
    });
    const holds = fc.property(steps, (tokens) => {
      const allowance = new FetchAllowance(INTERVAL);
      const fetches: number[] = [];
      let now = START;
      for (const { pause, waited } of tokens) {
        now += Math.min(pause, pause % 7 === 0 ? 2 * MINUTE : SECOND);
        if (allowance.take(now - waited)) fetches.push(now);
      }
      for (const first of fetches)
        expect(
          fetches.filter((at) => at >= first && at < first + 10 * MINUTE - 10 * SECOND).length,
        ).to.be.most(23);
    });
    fc.assert(holds, { numRuns: 200, seed: 20260102 });
  });
});
