import { expect } from "chai";
import { isDeeplyNested, jsonText } from "#src/lib/json-object.js";

const lists = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
const objects = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}0${"}".repeat(depth)}`);

describe("jsonText: the JSON of a claim, bounded in depth", () => {
  for (const [name, nested] of [
    ["lists", lists],
    ["objects", objects],
  ] as const) {
    it(`${name}: 100 levels are written, 101 are not`, () => {
      expect(jsonText(nested(100))).to.equal(JSON.stringify(nested(100)));
      expect(jsonText(nested(101))).to.equal(undefined);
    });
    it(`${name}: 9,000 and 500,000 levels are not written`, () => {
      for (const depth of [9_000, 500_000]) {
        expect(jsonText(nested(depth))).to.equal(undefined);
        expect(isDeeplyNested(nested(depth))).to.equal(true);
      }
    });
  }
  it("a deep member beside flat ones counts", () => {
    expect(isDeeplyNested({ a: 1, b: [lists(100)] })).to.equal(true);
    expect(isDeeplyNested({ a: 1, b: lists(98), c: "text", d: null })).to.equal(false);
  });
  it("a value that is not nested is written as JSON writes it", () => {
    expect(["a", 1, true, null, undefined].map(jsonText)).to.deep.equal([
      '"a"',
      "1",
      "true",
      "null",
      undefined,
    ]);
  });
});
