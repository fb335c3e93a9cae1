import { expect } from "chai";
import fc from "fast-check";
import type { PolicyElement } from "#src/xml/policy-document.js";
import { readPolicyText } from "#src/xml/read-policy-text.js";
import { outline, readable } from "./support/reading.js";
import { writtenDocuments } from "./support/written-documents.js";

const places = (element: PolicyElement): readonly (readonly [number, number])[] => [
  [element.line, element.column],
  ...element.children.flatMap(places),
];

describe("a document that another program wrote", () => {
  it("is read as what was written, each element with its place", () => {
    fc.assert(
      fc.property(writtenDocuments, ({ text, root, at }) => {
        const read = readable(text);
        expect(outline(read.root)).to.deep.equal(root);
        expect(places(read.root)).to.deep.equal(at);
        expect(read.doubleEncoded).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  it("is read or refused when a piece of it is lost, and a refusal has a place in the text and nothing of the text", () => {
    fc.assert(
      fc.property(writtenDocuments, fc.nat(), fc.nat(20), ({ text }, start, length) => {
        const from = start % text.length;
        const damaged = text.slice(0, from) + text.slice(from + length);
        const read = readPolicyText(damaged);
        if (!("reason" in read)) return;
        const lines = damaged.split(/\r\n|\r|\n/);
        expect(read.line).to.be.within(1, lines.length);
        expect(read.column).to.be.within(1, (lines[read.line - 1]?.length ?? 0) + 1);
        expect(read.message).to.match(/^[A-Za-z0-9 ,:-]+$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a text of any kind", () => {
  const pieces = [
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml",
    "?>",
    "@(",
    "@{",
    "(",
    ")",
    "{",
    "}",
    '"',
    "'",
  ];
  const words = [
    "&",
    "&amp;",
    "&#64;",
    "&x;",
    "\\",
    "\r\n",
    " ",
    "=",
    "a",
    "inbound",
    "set-body",
    "policies",
    "%{ if",
    "$@",
    "//",
  ];

  it("is read or refused, never with an error", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(...pieces, ...words), maxLength: 60 }),
      fc
        .string({ unit: fc.constantFrom(...pieces, ...words), maxLength: 60 })
        .map((text) => `<inbound>${text}</inbound>`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(readPolicyText(text)).to.have.any.keys("root", "reason");
      }),
      { numRuns: 1_000 },
    );
  });
});
