import { expect } from "chai";
import { applySections } from "#src/project/sections.js";

const facts = { yes: true, no: false };
const apply = (...lines: string[]) => applySections(lines.join("\n"), facts);

describe("sections of a template", () => {
  const cases: [string, string[], string | undefined][] = [
    ["lines outside of sections stay", ["a", "b"], "a\nb\n"],
    ["a section that applies stays", ["// @if yes", "a", "// @end", "b"], "a\nb\n"],
    ["one that does not apply goes", ["// @if no", "a", "// @end", "b"], "b\n"],
    ["not", ["// @if !no", "a", "// @end"], "a\n"],
    ["and", ["// @if yes no", "a", "// @end", "b"], "b\n"],
    ["else", ["// @if no", "a", "// @else", "b", "// @end"], "b\n"],
    ["no else", ["// @if yes", "a", "// @else", "b", "// @end"], "a\n"],
    ["within one that goes", ["// @if no", "// @if yes", "a", "// @end", "// @end", "b"], "b\n"],
    ["else within one that goes", ["// @if no", "// @if no", "// @else", "a", "// @end", "// @end"], "\n"],
    ["indented, with a number sign", ["  # @if no", "  a", "  # @end", "b"], "b\n"],
    ["in Markdown", ["<!-- @if no -->", "a", "<!-- @end -->", "b"], "b\n"],
    ["a file that applies", ["// @only yes", "a"], "a\n"],
    ["a file that does not", ["// @only no", "a"], undefined],
    ["a word that only looks so", ["// @iffy", "a // @if no"], "// @iffy\na // @if no\n"],
    ["one blank line stays", ["a", "", "// @if no", "x", "// @end", "", "b"], "a\n\nb\n"],
  ];
  for (const [what, lines, result] of cases)
    it(what, () => {
      expect(apply(...lines)).to.equal(result);
    });

  it("refuses a word that is no fact", () => {
    for (const marker of ["// @if maybe", "// @only maybe", "// @if toString"])
      expect(() => apply(marker, "// @end")).to.throw("which is no fact");
  });

  it("refuses sections that do not match", () => {
    expect(() => apply("// @if yes", "a")).to.throw("does not end");
    for (const marker of ["// @end", "// @else"]) expect(() => apply(marker)).to.throw("did not begin");
  });
});
