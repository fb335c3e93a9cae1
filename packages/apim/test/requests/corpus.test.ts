import { execFileSync } from "node:child_process";
import { importConfiguration, requestsOf } from "@product-auth/apim";
import { expect } from "chai";
import { corpusCases } from "../corpus/cases.js";

describe("the calls of the cases of the corpus", function () {
  this.timeout(30_000);
  it("are scripts that a shell reads, without secrets and absolute paths", async () => {
    for (const { id, input, options, absent } of corpusCases) {
      const script = requestsOf(await importConfiguration([input], options));
      execFileSync("sh", ["-n"], { input: script });
      for (const secret of [...absent, input]) expect(script, id).not.to.include(secret);
    }
  });

  it("are the same each time", async () => {
    const { input, options } = corpusCases.find(({ id }) => id === "apiops-b-typical")!;
    const [one, other] = [
      await importConfiguration([input], options),
      await importConfiguration([input], options),
    ];
    expect(requestsOf(one)).to.equal(requestsOf(other));
  });
});
