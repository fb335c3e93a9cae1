import { expect } from "chai";
import { readPolicyText } from "#src/xml/read-policy-text.js";

const MEBIBYTE = 1024 * 1024;

/** Milliseconds of processor time for a text, the least of at most three times: other programs use the machine too. */
function processorTime(text: string, enough: number): number {
  let least = Infinity;
  for (let time = 0; time < 3 && least > enough; time += 1) {
    const before = process.cpuUsage();
    readPolicyText(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const filled = (start: string, piece: string, end = "", length = MEBIBYTE): string => {
  const count = Math.floor((length - start.length - end.length) / piece.length);
  return start + piece.repeat(count) + end;
};

describe("linear time for texts of 1 MiB", () => {
  const rows: readonly (readonly [start: string, piece: string, end?: string])[] = [
    ["", "(((("],
    ["", "<a "],
    ["", '"@("'],
    ["", "&amp;"],
    ["<inbound>", "<a>"],
    ["<inbound>", "<a b='1'/>", "</inbound>"],
    ["<inbound>", "@(", "</inbound>"],
    ["<inbound>", "<!--"],
    ["<inbound>", "<!--<quota-->", "</inbound>"],
    ["<inbound>", "<a>@(b<c)</a>", "</inbound>"],
    ["<inbound>", `<a b="@(&amp;amp;amp;lt;)"/>`, "</inbound>"],
    ["<inbound>", "<set-body>@(</set-body>"],
    ["<inbound>", `<set-body>@("</set-body>")</set-body>`, "</inbound>"],
    ["<inbound>", "<set-body><!--</set-body>", "</inbound>"],
    ["<inbound>", "<set-body><![CDATA[</set-body>"],
    ["<inbound><a b='", "&aaaa", "'/></inbound>"],
    ["<inbound><a b='&", "a", ";'/></inbound>"],
    ["<inbound><", "a"],
    ["<inbound><a b='@(", "(((("],
    ["<inbound><a b='@(", "&quot;", ")'/></inbound>"],
    ["<inbound>@(", '$"{'],
    ["<inbound>%{", " "],
  ];
  for (const [start, piece, end] of rows)
    it(`${JSON.stringify(`${start}${piece}…${end ?? ""}`)} takes less than a second`, () =>
      expect(processorTime(filled(start, piece, end), 900)).to.be.below(1_000));
});

describe("the time grows with the length, not with its square", () => {
  const rows: readonly (readonly [start: string, piece: string, end: string])[] = [
    ["<inbound>", "<a b='1'>c</a>", "</inbound>"],
    ["<inbound>", `<a b="@(c ?? "d")"/>`, "</inbound>"],
    ["<inbound><a>", "&amp;", "</a></inbound>"],
    ["<inbound><a b='@(", "(&amp;", ""],
  ];
  for (const [start, piece, end] of rows)
    it(JSON.stringify(`${start}${piece}…${end}`), () => {
      const [small, large] = [MEBIBYTE / 32, MEBIBYTE / 4].map((length) => filled(start, piece, end, length));
      // Eight times the length: the square would take 64 times as long. Ten milliseconds are for the collector.
      const least = processorTime(small ?? "", 0);
      expect(processorTime(large ?? "", 20 * least)).to.be.below(20 * least + 10);
    });
});
