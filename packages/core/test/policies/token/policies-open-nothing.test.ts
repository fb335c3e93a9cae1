import { expect } from "chai";
import fc from "fast-check";
import { openingByAddition, openingByRemoval, type Searched } from "./find-policy-opening.js";
import { addition, catalog, taken, type Catalog } from "./policy-catalogs.js";

/** Catalogs of one test. */
const RUNS = process.env.CONTRACT === "full" ? 1_000 : 120;
const SEED = 20_261_129;

/** Tries random catalogs, and counts what was compared: without admitted requests nothing is shown. */
function tried<C>(change: fc.Arbitrary<C>, search: (made: Catalog, one: C) => Searched | undefined) {
  const total = { started: 0, admitted: 0, byAnother: 0 };
  const property = fc.property(catalog, change, (made, one) => {
    const found = search(made, one);
    if (found === undefined) return;
    total.started += 1;
    total.admitted += found.admitted;
    total.byAnother += found.byAnother;
    if (found.opening !== undefined) throw new Error(found.opening);
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
  expect(total.started).to.be.above(RUNS / 3);
  expect(total.admitted).to.be.above(RUNS);
  return total;
}

describe("token policies never open more", function () {
  this.timeout(120_000);

  it(`a policy is added to ${RUNS} catalogs: it admits no other request, and none to another product`, () => {
    tried(addition, openingByAddition);
  });
  it(`a product is taken out of ${RUNS} catalogs: others admit only what its policies refused`, () => {
    const { byAnother } = tried(taken, openingByRemoval);
    expect(byAnother, "requests that only another product admits").to.be.above(0);
  });
});
