import { expect } from "chai";
import { locateJsonError } from "#src/command/locate-json-error.js";

describe("locateJsonError", () => {
  for (const [text, line, column] of [
    ["", 1, 1],
    ["{", 1, 2],
    ["{,}", 1, 2],
    ['{"a" 1}', 1, 6],
    ['{"a":1,}', 1, 8],
    ['{\n  "a": [1, 2,],\n}', 2, 14],
    ['{"a": 1 "b": 2}', 1, 9],
    ["[1}", 1, 3],
    ["[1] 2", 1, 5],
    ["[1,\n\n  yes]", 3, 3],
    ["{'a': 1}", 1, 2],
    ['"a\nb"', 1, 1],
    ["01", 1, 2],
    ["// comment\n{}", 1, 1],
    ["]", 1, 1],
  ] as const) {
    it(`finds ${JSON.stringify(text)} wrong at ${line}:${column}`, () => {
      expect(() => void JSON.parse(text)).to.throw(SyntaxError);
      expect(locateJsonError(text)).to.deep.equal({ line, column });
    });
  }
});
