import { expect } from "chai";
import fc from "fast-check";
import { readCondition } from "#src/csharp/read-condition.js";
import { readConstant } from "#src/csharp/read-constant.js";
import { readCounterKey } from "#src/csharp/read-counter-key.js";
import { readIncrementCondition } from "#src/csharp/read-increment-condition.js";
import { readTokenValue } from "#src/csharp/read-token-value.js";

const readers = [readCondition, readConstant, readCounterKey, readIncrementCondition, readTokenValue];
const atom = 'context.Api.Id == "a"';

/** The largest expression that a policy reader lets through. */
const largest = 65_536;

const pieces: readonly string[] = [
  ..."@$\"'\\(){}[]<>?:.,!=&|+-/*;_ \n\t0a".split(""),
  ...[
    "context",
    ".Request",
    ".Method",
    '"GET"',
    "null",
    "new []",
    "string",
    "(Jwt)",
    "(string)",
    "??",
    "&&",
    "||",
  ],
  ...[
    "==",
    "!=",
    "?.",
    '.Equals("a")',
    '.GetValueOrDefault("H")',
    ".Headers",
    '["a"]',
    "[0]",
    ".StatusCode",
    "200",
  ],
];

function filled(start: string, piece: string, end: string): string {
  return `@(${start}${piece.repeat(Math.floor((largest - start.length - end.length) / piece.length))}${end})`;
}

describe("hostile expressions", () => {
  it("never make a reader throw", () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        for (const read of readers) read(`@(${parts.join("")})`);
      }),
      { numRuns: 1000 },
    ));

  it("never make a reader throw, with any characters", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        for (const read of readers) {
          expect(read(text)).to.equal(undefined);
          read(`@(${text})`);
        }
      }),
      { numRuns: 100 },
    ));

  const nested: readonly (readonly [open: string, inner: string, close: string])[] = [
    ["(", atom, ")"],
    ["!(", atom, ")"],
    ["a.b(", '"c"', ")"],
    ["a[", '"c"', "]"],
    ["new [] {", '"c"', "}"],
    ["true ? ", '"c"', ' : "d"'],
  ];
  for (const [open, inner, close] of nested)
    it(`are not recognized when they nest thousands of ${open}`, () => {
      const times = Math.floor(largest / (open.length + close.length)) - inner.length;
      for (const read of readers)
        expect(read(`@(${open.repeat(times)}${inner}${close.repeat(times)})`)).to.equal(undefined);
    });

  it("are recognized when brackets nest as deep as people write, and not much deeper", () => {
    const deep = (times: number): string => `@(${"(".repeat(times)}${atom}${")".repeat(times)})`;
    expect(readCondition(deep(48))).to.deep.equal({ api: ["a"] });
    expect(readCondition(deep(49))).to.equal(undefined);
  });

  it("are recognized with up to 32 negations before one value", () => {
    const atomThere = 'context.Request.Headers.ContainsKey("H")';
    expect(readCondition(`@(${"!".repeat(32)}${atomThere})`)).to.deep.equal({ header: "h", present: true });
    expect(readCondition(`@(${"!".repeat(33)}${atomThere})`)).to.equal(undefined);
  });

  it("are read when they join thousands of comparisons", () => {
    const condition = readCondition(filled(atom, ` || ${atom}`, ""));
    expect(condition !== undefined && "any" in condition && condition.any.length).to.be.above(2000);
    const key = readCounterKey(filled("context.Api.Id", "+context.Api.Id", ""));
    expect(typeof key === "object" && "join" in key && key.join.length).to.be.above(2000);
  });

  for (const piece of [
    "(",
    ")",
    "!",
    '"',
    '""+',
    '"a"',
    "a.",
    "a?.",
    "[",
    "!(",
    "(string)",
    "(Jwt)",
    "/*",
    "//\n",
    "a ? ",
    "a ?? ",
    " ",
    "\\",
    '"\\x',
    "1",
    "a",
  ])
    it(`are read in less than a second when they repeat ${JSON.stringify(piece)}`, () => {
      const before = performance.now();
      for (const read of readers) read(filled("", piece, ""));
      expect(performance.now() - before).to.be.below(1000);
    });
});
