import { usageText } from "#src/limits/usage-text.js";
import { expect } from "chai";

const caller = { client: "c1" };
const rate = { kind: "rate", place: "product:pro", limit: 5, renewalPeriod: 60 } as const;

describe("the table of limits", () => {
  it("has a bar where the terminal is wide enough", () => {
    const usage = [
      { ...rate, used: 2 },
      { ...rate, used: 6 },
      { ...rate, used: undefined },
    ];
    const bars = usageText(usage, caller, 120);
    expect(bars)
      .to.contain("[########------------]")
      .and.contain(`[${"#".repeat(20)}]`);
    for (const columns of [undefined, 80]) expect(usageText(usage, caller, columns)).not.to.contain("[");
  });
  it("shows names, periods in words, and kilobytes that were begun", () => {
    const text = usageText(
      [
        { ...rate, name: "each", used: 2, renewalPeriod: 7_200 },
        { ...rate, kind: "bandwidth", used: 0.2, renewalPeriod: 0 },
        { ...rate, used: 0, renewalPeriod: 90 },
      ],
      caller,
    );
    for (const word of ["each", "2 h", "1 of 5 KB", "never renewed", "90 s"]) expect(text).to.contain(word);
  });
  it("prints a name from a file without control characters", () =>
    expect(usageText([{ ...rate, name: "a\u001b[31m", used: 0 }], caller)).not.to.contain("\u001b"));
  it("without limits, a sentence", () =>
    expect(usageText([], { client: "c\n1" })).to.equal(
      "No limit of the catalog counts the calls of client c?1.\n",
    ));
});
