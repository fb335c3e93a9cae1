import { areApart, isPlain, shapesBelow, shapesOf, type Grammar } from "#src/report/path-shapes.js";
import { expect } from "chai";

const [EXPRESS_4, OTHERS]: Grammar[] = ["express 4", "path-to-regexp"];

/** A form in a word: "/a/:", with … for every rest, ?? for what is not known and ! for parameters that choose. */
const told = (pattern: string, grammar: Grammar) =>
  shapesOf(pattern, grammar).map(({ segments, tail, choosy }) => {
    const path = segments.map((segment) => `/${typeof segment === "string" ? segment : ":"}`).join("");
    return `${path || "/"}${{ none: "", any: "…", unknown: "??" }[tail]}${choosy ? "!" : ""}`;
  });

describe("path shapes", () => {
  for (const [pattern, express4, others = express4] of [
    ["/", ["/"]],
    ["/a/b.c", ["/a/b.c"]],
    ["/a/:id/b/", ["/a/:/b"]],
    ["/a/:id?/b", ["/a/:/b", "/a/b"]],
    ["/a/:id(\\d+)", ["/a/:!"]],
    ["/a/:id([a-z0-9-]+)/b", ["/a/:/b!"]],
    ["/a/:sort(asc|desc)?", ["/a/:!", "/a"]],
    // what may take nothing, or a slash
    ["/a/:id([^x]+)", ["/a??"]],
    ["/a/:id(\\d*)", ["/a??"]],
    ["/a/:id(.)", ["/a??"]],
    ["/a/:id([--9]+)", ["/a??"]],
    ["/a/:id(b/c)", ["/a??"]],
    ["/a/:id((b|c)+)", ["/a??"]],
    // more than a segment, or less
    ["/a/:b*", ["/a??"]],
    ["/a/:b+", ["/a??"]],
    ["/a/:b-:c/d", ["/a??"]],
    ["/a/x:b", ["/a??"]],
    ["/a/:b.json", ["/a??"]],
    ["/a/b?c", ["/a??"]],
    ["/a/\\:b", ["/a??"]],
    // a quantifier belongs to what stands before it, an alternative to everything
    ["/a/?b", ["/??"]],
    ["/a/+/b", ["/??"]],
    ["/a|/b", ["/??"]],
    ["/a/:b(c|d)", ["/a/:!"]],
    ["/a/:b:c(d|e)", ["/a??"]],
    ["/a/*", ["/a…"]],
    ["/a/*b", ["/a??"], ["/a…"]],
    ["/a/(.*)", ["/a??"], ["/a…"]],
    ["/a/:b(.*)", ["/a…"]],
    ["/a/*b/c", ["/a??"]],
    ["/a{2}/b", ["/??"], ["/a2/b", "/a/b"]],
    ["/a{/:b}", ["/??"], ["/a/:", "/a"]],
    ["/a{/:b{/c}}", ["/??"], ["/a/:/c", "/a", "/a/:"]],
    ["/a{/:b(\\d+)}", ["/??"]],
    ["/a/{b}?", ["/??"]],
    ["/a{/b}*", ["/??"]],
    ["{/a}{/b}{/c}{/d}{/e}", ["/??"]],
    ["/:a?/:b?/:c?/:d?/:e?", ["/??"]],
  ] as const)
    it(pattern, () => {
      expect(told(pattern, EXPRESS_4!), "Express 4").to.have.members([...express4]);
      expect(told(pattern, OTHERS!), "others").to.have.members([...others]);
    });

  it("isPlain: what treats all values alike", () => {
    for (const path of ["/", "/a", "/:a/b", "/a/*b", "/a{/:b}"])
      expect(isPlain(path, OTHERS!), path).to.equal(true);
    for (const path of ["/:a(\\d+)", "/:a-:b", "/a/*b/c", "/a+"])
      expect(isPlain(path, OTHERS!), path).to.equal(false);
  });

  it("areApart: literal segments that differ, in whatever letters", () => {
    const apart = (one: string, other: string) => areApart(shapesOf(one, OTHERS!), shapesOf(other, OTHERS!));
    for (const [one, other] of [
      ["/a", "/b"],
      ["/x/:y/z", "/:x/y/w"],
      ["/a/*b", "/b/*a"],
      ["/a{/b}", "/c"],
    ] as const)
      expect(apart(one, other), `${one} and ${other}`).to.equal(true);
    for (const [one, other] of [
      ["/a", "/:b"],
      ["/a", "/A"],
      ["/a", "/a/b"],
      ["/a/*b", "/a/x"],
      ["/+x", "/a"],
      ["{/a}", "/c"],
    ] as const)
      expect(apart(one, other), `${one} and ${other}`).to.equal(false);
  });

  it("shapesBelow: without the first segments", () => {
    const below = (pattern: string, segments: number) => shapesBelow(shapesOf(pattern, OTHERS!), segments);
    expect(below("/a/:b/c", 2)).to.deep.equal(shapesOf("/c", OTHERS!));
    expect(below("/a", 2)).to.equal(undefined);
  });
});
