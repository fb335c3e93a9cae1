import { expect } from "chai";
import { read } from "./support.js";

const textsOf = (xml: string) => read(xml).findings.map(({ text }) => text);

describe("what an access element cannot hold", () => {
  it("is named, all of it in one finding of a code", () =>
    expect(textsOf('<check-header name="X" Valeus="a" other="b"><values /></check-header>')).to.deep.equal([
      "check-header has an attribute Valeus that is not in the policy reference. check-header has an attribute other that is not in the policy reference. check-header holds an element values that is not in the policy reference.",
    ]));

  it("is not named where its name could be anything", () => {
    for (const name of ["a".repeat(41), "a1", "x:y", "_"])
      expect(textsOf(`<check-header name="X" ${name}="a" />`), name).to.deep.equal([
        "check-header has an attribute that is not in the policy reference.",
      ]);
    expect(textsOf(`<check-header name="X" ${"a".repeat(40)}="a" />`)[0]).to.include("a".repeat(40));
  });

  it("is told once for one text", () =>
    expect(textsOf('<check-header name="X"><value /><value /></check-header>')).to.deep.equal([
      "Element value is empty.",
    ]));
});
