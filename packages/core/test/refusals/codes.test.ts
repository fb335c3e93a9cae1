import { expect } from "chai";
import { REFUSALS } from "#src/refusals/refusals.js";

describe("the codes of refusals", () => {
  // Rules for Prometheus and dashboards tell a 503 by it.
  it("end in _unavailable when the answer is 503, and only then", () => {
    for (const [code, { status }] of Object.entries(REFUSALS))
      expect(code.endsWith("_unavailable"), code).to.equal(status === 503);
  });
});
