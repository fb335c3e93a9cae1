import { expect } from "chai";
import { locateJsonError } from "#src/lib/locate-json-error.js";

describe("where a config file stops being JSON", () => {
  for (const [text, line, column] of [
    ["", 1, 1],
    ["  \n ", 2, 2],
    ["{", 1, 2],
    ['{"a"}', 1, 5],
    ['{"a": }', 1, 7],
    ['{"a": 1,}', 1, 9],
    ["{a: 1}", 1, 2],
    ["{'a': 1}", 1, 2],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{"a": [1, 2}', 1, 12],
    ["[1,]", 1, 4],
    ["[01]", 1, 3],
    ['{"a": tru}', 1, 7],
    ['"a\nb"', 1, 1],
    ['{"a": "\\x"}', 1, 7],
    ["{} {}", 1, 4],
    ['{"a": 1} // comment', 1, 10],
  ] as const)
    it(JSON.stringify(text), () => {
      expect(() => void JSON.parse(text)).to.throw(SyntaxError);
      expect(locateJsonError(text)).to.deep.equal({ line, column });
    });

  it("reads what is JSON to its end", () => {
    for (const text of ['{"a":[1,-2.5e+3,"x\\u00e9\\n"],"b":{},"c":[],"d":null}', " true\n"])
      expect(locateJsonError(`${text}?`)).to.deep.equal(
        text.endsWith("\n") ? { line: 2, column: 1 } : { line: 1, column: text.length + 1 },
      );
  });
});
