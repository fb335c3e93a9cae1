import { expect } from "chai";
import fc from "fast-check";
import { scanExpression } from "#src/csharp/scan-expression.js";

const balanced: readonly string[] = [
  '@($@"{a + ")"}")',
  '@(@$"{a + ")"}")',
  '@(@$"\\")',
  '@($@"\\")',
  '@($"{global::a[")"]}")',
  '@($"{""})")',
  '@($"{a}{b})")',
  "@()",
  "@{}",
  "@(a)",
  '@(context.Subscription?.Id ?? "none")',
  '@(a[")"] + "(")',
  '@("\\")")',
  '@("\\\\")',
  '@(@")""(")',
  '@(@"\\")',
  '@(@"two\nlines")',
  '@($"{a}")',
  '@($"{{)")',
  '@($"}})")',
  '@($"{ (a) + "}" + $"{b["c"]}" })")',
  '@($"{a:yyyy)MM}")',
  '@($"{a:\\")}")',
  '@($"{(a ? ")" : "(")}")',
  '@($"{global::System.DateTime.Now:HH)}")',
  '@($@"{a:x)}""{b}\n)")',
  '@(@$"{a}"")")',
  '@($@"{a:\\}")',
  "@(')')",
  "@('\\'' + '\\\\')",
  "@('\"' + ')')",
  "@(a // )\n)",
  "@(a // \u2028)",
  "@(a /* ) */)",
  "@(a /*/ ) /*/)",
  "@(a / b)",
  "@(a ? b : c)",
  "@(a ? b :: c)",
  "@{ if (a[0] < 1) { return $\"{b}\"; } return ''; }",
  "@(@class)",
  '@(new [] {"a", "b"}.Contains(c))',
  "@(As<JObject>()[0])",
];

const unbalanced: readonly (readonly [text: string, at: number, problem: string])[] = [
  ["", 0, "no expression starts here"],
  ["(a)", 0, "no expression starts here"],
  ["x(a)", 0, "no expression starts here"],
  ["@", 0, "no expression starts here"],
  ["@a", 0, "no expression starts here"],
  ["@[a]", 0, "no expression starts here"],
  ["@ (a)", 0, "no expression starts here"],
  ["@(", 2, "a bracket is not closed"],
  ["@(a", 3, "a bracket is not closed"],
  ["@(a]", 3, "a bracket closes another kind"],
  ["@(a}", 3, "a bracket closes another kind"],
  ["@{a)", 3, "a bracket closes another kind"],
  ["@(a[)", 4, "a bracket closes another kind"],
  ['@("a)', 3, "a string does not end"],
  ['@("a\n")', 4, "a line ends inside a string"],
  ['@("a\r\n")', 4, "a line ends inside a string"],
  ['@("a\u0085")', 4, "a line ends inside a string"],
  ['@("a\u2028")', 4, "a line ends inside a string"],
  ['@("a\u2029")', 4, "a line ends inside a string"],
  ['@("a\\\n")', 5, "a line ends inside a string"],
  ['@("a\\")', 3, "a string does not end"],
  ['@(@"a"")', 4, "a string does not end"],
  ['@($"{a")', 7, "a string does not end"],
  ['@($"{a)}")', 6, "a bracket closes another kind"],
  ['@($"{a:x"})', 8, "a string ends inside the format of a value"],
  ['@($"{a:x\n}")', 8, "a line ends inside a string"],
  ['@($"{a:x', 7, "a string does not end"],
  ['@($"{a:\\}', 7, "a string does not end"],
  ['@($"{a}\n")', 7, "a line ends inside a string"],
  ["@('a)", 2, "a character literal does not end"],
  ["@('a\n')", 2, "a character literal does not end"],
  ["@('\\\n')", 2, "a character literal does not end"],
  ["@('\\')", 2, "a character literal does not end"],
  ["@(a /* )", 4, "a comment does not end"],
  ["@(a /*/)", 4, "a comment does not end"],
  ["@(a // )", 8, "a bracket is not closed"],
];

describe("scanning a policy expression", () => {
  for (const text of balanced)
    it(`ends behind ${JSON.stringify(text)}, with more brackets and quotes after it`, () => {
      expect(scanExpression(text, 0)).to.deep.equal({ end: text.length });
      expect(scanExpression(`é"${text})]}"'`, 2)).to.deep.equal({ end: text.length + 2 });
    });

  for (const [text, at, problem] of unbalanced)
    it(`refuses ${JSON.stringify(text)}: ${problem}`, () =>
      expect(scanExpression(text, 0)).to.deep.equal({ problem, at }));

  it("never throws, and ends at a bracket, on any text", () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(..."@$\"'\\{}()[]/*:\na".split("")), { maxLength: 40 }),
        (characters) => {
          const text = `@(${characters.join("")}`;
          const scanned = scanExpression(text, 0);
          if ("end" in scanned) expect(text[scanned.end - 1]).to.equal(")");
          else expect(scanned.at).to.be.within(0, text.length);
        },
      ),
      { numRuns: 1000 },
    ));

  for (const piece of ["(", "{", '"', '@"', '$"{', '$"{(', "'", "/*", "//\n", '$"{a:', "()", '""', "((("])
    it(`reads a mebibyte of ${JSON.stringify(piece)} in less than a second`, () => {
      const text = `@(${piece.repeat(Math.floor(2 ** 20 / piece.length))}`;
      const before = performance.now();
      scanExpression(text, 0);
      expect(performance.now() - before).to.be.below(1000);
    });
});
