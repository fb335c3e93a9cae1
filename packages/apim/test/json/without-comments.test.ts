import { expect } from "chai";
import fc from "fast-check";
import { withoutComments } from "#src/json/without-comments.js";

describe("withoutComments", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["{}", "{}"],
    ['{"a": 1} // end', '{"a": 1}       '],
    ['// first\n{"a": /* x */ 1}', '        \n{"a":         1}'],
    ["[1, /* two\nlines */ 2]", "[1,       \n         2]"],
    ['{"a": "http://x/*y*/", "b": "\\"// z"}', '{"a": "http://x/*y*/", "b": "\\"// z"}'],
    ['"never ends // x', '"never ends // x'],
    ["1 /* never ends", "1 /* never ends"],
    ["1 / 2", "1 / 2"],
  ];
  for (const [text, expected] of rows)
    it(JSON.stringify(text), () => expect(withoutComments(text)).to.equal(expected));

  it("leaves JSON as it is, and its values with comments between all tokens", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('/* { " */', '// [ " \n'), (value, comment) => {
        const text = JSON.stringify(value, null, 1);
        expect(withoutComments(text)).to.equal(text);
        const commented = comment + text.replaceAll(/\n */g, (space) => space + comment) + comment;
        expect(JSON.parse(withoutComments(commented))).to.deep.equal(JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });

  it("takes time linear in the text", () => {
    const start = performance.now();
    for (const part of ["/", "/*", '"', "\\", '"//', "/*/", "/* ", "//\n"])
      withoutComments(part.repeat(300_000));
    expect(performance.now() - start).to.be.lessThan(3000);
  });
});
