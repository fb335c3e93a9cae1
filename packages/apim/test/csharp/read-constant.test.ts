import { expect } from "chai";
import fc from "fast-check";
import { readConstant } from "#src/csharp/read-constant.js";

const recognized: readonly (readonly [written: string, text: string])[] = [
  ['@("\\U0010FFFF")', "\u{10FFFF}"],
  ['@("api://orders")', "api://orders"],
  ['@( ( (string) "a" ) )', "a"],
  ['@("")', ""],
  ["@(string.Empty)", ""],
  ["@(String.Empty)", ""],
  ['@("\\\'\\"\\\\\\0\\a\\b\\f\\n\\r\\t\\v")', "'\"\\\0\u0007\b\f\n\r\t\v"],
  ['@("\\x41\\x0041\\x4g\\u0041\\U0001F600z")', "AA\u0004gA\u{1F600}z"],
  ['@("\\x00411")', "A1"],
  ['@(@"C:\\a ""b"" \n")', 'C:\\a "b" \n'],
  ['@(@"""")', '"'],
  ['@("a" /* ) */)', "a"],
  ['@("a"\u00A0\t\v\f\u2028)', "a"],
];

const notRecognized: readonly string[] = [
  '@("\\q")',
  '@("\\x")',
  '@("\\xg")',
  '@("\\u004")',
  '@("\\u004g")',
  '@("\\U0000004")',
  '@("\\U00110000")',
  '@("a" + "b")',
  '@("a".ToLower())',
  '@("a"u8)',
  "@('a')",
  '@($"a")',
  '@($@"a")',
  '@("a\nb")',
  "@(context.Api.Id)",
  "@(int.Empty)",
  "@(string.Empty())",
  "@(1)",
  "@(null)",
  "@()",
  "@(",
  '@("a"',
  '@("a" "b")',
  '@("a"))',
  '@("a"]',
  '@{"a"}',
  '"a"',
  "a",
  "",
  '@("${env:A}")',
];

/** Every code unit as an escape. */
function escaped(text: string): string {
  return text
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

describe("reading a constant", () => {
  for (const [written, text] of recognized)
    it(`reads ${JSON.stringify(written)}`, () => expect(readConstant(written)).to.equal(text));

  for (const written of notRecognized)
    it(`does not recognize ${JSON.stringify(written)}`, () =>
      expect(readConstant(written)).to.equal(undefined));

  it("reads any text back from an ordinary string with escapes and from a verbatim string", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 12 }), (text) => {
        expect(readConstant(`@("${escaped(text)}")`)).to.equal(text);
        expect(readConstant(`@(@"${text.replaceAll('"', '""')}")`)).to.equal(text);
      }),
      { numRuns: 60 },
    ));

  it("keeps variables that named values left, when asked to", () =>
    expect(readConstant('@("api://${env:A}")', { variables: true })).to.equal("api://${env:A}"));
});
