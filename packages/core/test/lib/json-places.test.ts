import { expect } from "chai";
import { placesInJson, type JsonPath } from "#src/lib/json-places.js";

const TEXT = String.raw`{
  "a": 1, "list": [ {"x": true}, [],
    {
      "we\"ird \\": "}],{",   "deep": [[1, [ -2.5e3 ]]]
    } ],
  "empty": {}, "last"
    : null
}`;

describe("the place of a value in JSON", () => {
  const cases: readonly (readonly [JsonPath, number, number])[] = [
    [[], 1, 1],
    [["a"], 2, 8],
    [["list"], 2, 19],
    [["list", 0], 2, 21],
    [["list", 0, "x"], 2, 27],
    [["list", 1], 2, 34],
    [["list", 2], 3, 5],
    [["list", 2, 'we"ird \\'], 4, 21],
    [["list", 2, "deep"], 4, 39],
    [["list", 2, "deep", 0, 1, 0], 4, 46],
    [["empty"], 6, 12],
    [["last"], 7, 7],
  ];
  for (const [path, line, column] of cases) {
    it(`${JSON.stringify(path)} is at ${line}:${column}`, () => {
      expect(placesInJson(TEXT, [path])).to.deep.equal([{ line, column }]);
    });
  }
  it("all of them in one pass, in the order of the question", () => {
    const paths = cases.map(([path]) => path).toReversed();
    const places = cases.map(([, line, column]) => ({ line, column })).toReversed();
    expect(placesInJson(TEXT, paths)).to.deep.equal(places);
  });
  it("of what is missing: where the last thing on its way is", () => {
    expect(placesInJson(TEXT, [["list", 2, "missing"], ["nothing"], ["list", 7, "x"]])).to.deep.equal([
      { line: 3, column: 5 },
      { line: 1, column: 1 },
      { line: 2, column: 19 },
    ]);
  });
  it("with Windows line ends", () => {
    expect(placesInJson('{\r\n"a":\r\n  1}', [["a"]])).to.deep.equal([{ line: 3, column: 3 }]);
  });
  it("a member that is called __proto__", () => {
    expect(placesInJson('{"__proto__": 1}', [["__proto__"]])).to.deep.equal([{ line: 1, column: 15 }]);
  });
});
