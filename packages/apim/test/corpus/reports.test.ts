import { importConfiguration } from "@product-auth/apim";
import { expect } from "chai";
import { corpusCases } from "./cases.js";
import { compared, type JsonReport } from "./comparison.js";

describe("reports of the corpus", () => {
  for (const { id, what, input, options, absent, expected } of corpusCases)
    it(`${id}: ${what}`, async () => {
      const { report } = await importConfiguration([input], options);
      expect(compared(report as unknown as JsonReport)).to.deep.equal(compared(expected));
      for (const secret of absent) expect(JSON.stringify(report)).not.to.include(secret);
    });
});
