import { expect } from "chai";
import { factsOf } from "#src/project/facts.js";
import { coveringChoices, pairsOf } from "../support/covering-choices.js";
import { everyChoice, nameOf } from "../support/every-choice.js";

describe("choices", () => {
  const all = everyChoice();

  it("are 111", () => {
    expect(all).to.have.length(111);
    expect(new Set(all.map(nameOf)).size).to.equal(111);
  });

  it("have twelve that contain every pair of answers", () => {
    expect(coveringChoices).to.have.length(12);
    const covered = new Set(coveringChoices.flatMap(pairsOf));
    expect([...new Set(all.flatMap(pairsOf))].filter((pair) => !covered.has(pair))).to.deep.equal([]);
  });

  it("are chosen from those that the questions allow", () => {
    const names = all.map(nameOf);
    expect(coveringChoices.map(nameOf).filter((name) => !names.includes(name))).to.deep.equal([]);
  });

  it("differ in their facts", () => {
    const facts = all.map((choices) => JSON.stringify(factsOf(choices)));
    expect(new Set(facts).size).to.equal(all.length);
  });
});
