import { expect } from "chai";
import { variablesIn } from "#src/meaning/values/variables-in.js";

describe("variables that a value refers to", () => {
  it("are found in texts of lists and members at any depth, each once", () => {
    const value = {
      tenant: "${env:TENANT}",
      audiences: ["api://${env:A}/${env:B_2}", "plain", 3, null, true, undefined],
      parts: [{ calls: "${env:TENANT}", parts: [{ calls: "${env:deep}" }] }],
      status: ["${env:}", "${env:a b}", "$env:X", "${TENANT}"],
    };
    expect([...variablesIn(value)]).to.have.members(["TENANT", "A", "B_2", "deep"]);
  });

  it("are none in nothing", () => {
    for (const value of [undefined, null, 1, "", [], {}]) expect([...variablesIn(value)]).to.deep.equal([]);
  });
});
