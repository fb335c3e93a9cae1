import { expect } from "chai";
import { outline, readable, unreadable } from "./support/reading.js";

const names = (text: string) => {
  const { root } = readable(text);
  return [root.name, ...root.children.map(({ name }) => name)];
};

describe("readPolicyText", () => {
  const roots: readonly (readonly [what: string, text: string, names: readonly string[]])[] = [
    [
      "a whole document",
      "<policies><inbound/><backend/><outbound/><on-error/></policies>",
      ["policies", "inbound", "backend", "outbound", "on-error"],
    ],
    [
      "sections in another order",
      "<policies><on-error/><inbound/></policies>",
      ["policies", "on-error", "inbound"],
    ],
    ["a document without content", "<policies />", ["policies"]],
    ["a fragment", "<fragment><quota/><quota/></fragment>", ["fragment", "quota", "quota"]],
    ["a section alone", "<inbound><base/></inbound>", ["inbound", "base"]],
    ["another section alone", "<on-error/>", ["on-error"]],
    ["sections side by side", "<inbound/>\n<!-- c -->\n<outbound/>", ["policies", "inbound", "outbound"]],
    [
      "an element that is no section",
      "<policies><quota/><quota/><inbound/></policies>",
      ["policies", "quota", "quota", "inbound"],
    ],
    ["a byte order mark", "\uFEFF<inbound/>", ["inbound"]],
    ["a declaration", '<?xml version="1.0" encoding="utf-16"?>\r\n<inbound/>', ["inbound"]],
    ["a declaration behind a byte order mark and white space", "\uFEFF\n <?xml?><inbound/>\n", ["inbound"]],
    [
      "two things in one name",
      "<policies><inbound><inbound/><inbound/></inbound></policies>",
      ["policies", "inbound"],
    ],
    ["an escaped directive of Terraform", "<inbound><a>%%{ if x }</a></inbound>", ["inbound", "a"]],
    [
      "percent signs before braces",
      "<inbound><a>%{x} %{ iffy } %{} %{~} {% if x %}</a></inbound>",
      ["inbound", "a"],
    ],
  ];
  for (const [what, text, expected] of roots)
    it(`reads ${what}`, () => expect(names(text)).to.deep.equal(expected));

  it("puts sections side by side into an element at the place of the first", () => {
    const { root } = readable("\n <inbound a='1'>x</inbound> <outbound/>");
    expect(root).to.deep.include({ line: 2, column: 2, text: "", isExpression: false });
    expect(outline(root)).to.deep.equal({
      ...{ name: "policies", attributes: {}, text: "" },
      children: [
        { name: "inbound", attributes: { a: "1" }, children: [], text: "x" },
        { name: "outbound", attributes: {}, children: [], text: "" },
      ],
    });
  });

  it("gives places in the file, with CRLF, CR and LF as one line end each", () => {
    const { root } = readable(
      '\uFEFF<policies>\r\n\t<inbound>\r\r <a\n  b="1"\r\n\t\tc = "2"/></inbound></policies>',
    );
    const inbound = root.children[0];
    const element = inbound?.children[0];
    const place = ({ line, column }: { line: number; column: number }) => [line, column];
    expect([root, inbound, element].map((at) => at && place(at))).to.deep.equal([
      [1, 1],
      [2, 2],
      [4, 2],
    ]);
    expect([...(element?.attributes.values() ?? [])].map(place)).to.deep.equal([
      [5, 3],
      [6, 3],
    ]);
  });

  type Refused = readonly [what: string, text: string, line: number, column: number, message: string];
  const refused: readonly Refused[] = [
    ["nothing", "", 1, 1, "there is no element"],
    ["comments only", "\n<!-- a -->\n", 1, 1, "there is no element"],
    ["another root", "\n<validate-jwt/>", 2, 1, "the root is neither policies nor fragment nor a section"],
    ["another case", "<Policies/>", 1, 1, "the root is neither policies nor fragment nor a section"],
    ["two documents", "<policies/>\n<policies/>", 1, 1, "several roots, and not all are sections"],
    ["a section and an element", "<inbound/>\n<quota/>", 2, 1, "several roots, and not all are sections"],
    ["a fragment and a section", "<fragment/><inbound/>", 1, 1, "several roots, and not all are sections"],
    [
      "one section twice",
      "<policies><inbound/>\n <inbound/></policies>",
      2,
      2,
      "a section stands there twice",
    ],
    [
      "one section twice side by side",
      "<inbound/><outbound/>\n<inbound/>",
      2,
      1,
      "a section stands there twice",
    ],
    ["text behind the root", "<policies/>\n x", 2, 2, "text stands outside of the elements"],
    ["text before the root", "x<policies/>", 1, 1, "text stands outside of the elements"],
    ["text between sections", "<inbound/> x <outbound/>", 1, 12, "text stands outside of the elements"],
    ["CDATA behind the root", "<policies/><![CDATA[]]>", 1, 12, "text stands outside of the elements"],
    ["an expression behind the root", "<policies/> @(a)", 1, 13, "text stands outside of the elements"],
    ["an end tag behind the root", "<policies/></policies>", 1, 12, "an end tag ends no element"],
    [
      "a document type",
      '\n<!DOCTYPE policies [ <!ENTITY x SYSTEM "file:///a"> ]><policies/>',
      2,
      1,
      "declarations of types and entities are not read",
    ],
    ["an open declaration", '<?xml version="1.0"><policies/>', 1, 1, "the XML declaration does not end"],
    ["a second declaration", "<?xml?><?xml?><policies/>", 1, 8, "processing instructions are not read"],
    [
      "an instruction whose name starts like the declaration",
      "<?xml-stylesheet?><policies/>",
      1,
      1,
      "processing instructions are not read",
    ],
    ["a second byte order mark", "\uFEFF\uFEFF<policies/>", 1, 1, "text stands outside of the elements"],
    ["a character that XML forbids", "<policies>\n \0</policies>", 2, 2, "a character that XML forbids"],
    ["such a character at the start", "\0<policies/>", 1, 1, "a character that XML forbids"],
    ["half a character", "<policies>\n \uD83D</policies>", 2, 2, "a character that XML forbids"],
    ["JSON", '{ "a": 1 }', 1, 1, "text stands outside of the elements"],
  ];
  for (const [what, text, line, column, message] of refused)
    it(`cannot read ${what}`, () =>
      expect(unreadable(text)).to.deep.equal({ reason: "unreadable", line, column, message }));

  const directives = [
    "if a",
    "if(a)",
    "else",
    "endif",
    "for x in y",
    "endfor",
    "~ if a ~",
    "~endif",
    "\n\tif a",
  ];
  for (const directive of directives)
    it(`takes a text for a template of Terraform at its first directive: %{${JSON.stringify(directive)}`, () =>
      expect(unreadable(`<policies>%{x} %%{ if }\n  <a>%{${directive} }<b>%{ endif }`)).to.deep.equal({
        ...{ reason: "template", line: 2, column: 6, message: "a directive of a Terraform template" },
      }));

  it("finds a directive that the text ends with", () =>
    expect(unreadable("<policies/>%{ if")).to.include({ reason: "template", line: 1, column: 12 }));

  it("finds a directive at the start of a text, and in one that could not be read otherwise", () =>
    expect(unreadable("%{ if a }<a b='")).to.include({ reason: "template", line: 1, column: 1 }));
});

describe("the bounds of a policy document", () => {
  const MEBIBYTE = 1024 * 1024;
  const padded = (bytes: number, character = " ") =>
    `<inbound/>${character.repeat((bytes - "<inbound/>".length) / Buffer.byteLength(character))}`;
  const nested = (depth: number) =>
    `<inbound>${"<a>".repeat(depth - 1)}${"</a>".repeat(depth - 1)}</inbound>`;
  const attributes = (count: number) =>
    `<inbound ${Array.from({ length: count }, (_, at) => `a${at}=""`).join(" ")}/>`;
  const expression = (bytes: number) => `@(${"é".repeat((bytes - 4) / 2)}x)`;
  const KIBIBYTES = 64 * 1024;

  it("a text of 1 MiB is read, a longer one is not", () => {
    expect(names(padded(MEBIBYTE))).to.deep.equal(["inbound"]);
    const larger = { reason: "unreadable", line: 1, column: 1, message: "the document is larger than 1 MiB" };
    expect(unreadable(padded(MEBIBYTE + 1))).to.deep.equal(larger);
    const comment = `<!--${"é".repeat(MEBIBYTE / 2)}-->`;
    expect(unreadable(`<inbound/>${comment}`)).to.deep.equal(larger);
  });

  it("200 levels of elements are read, 201 are not", () => {
    expect(names(nested(200))).to.deep.equal(["inbound", "a"]);
    expect(unreadable(nested(201))).to.deep.equal({
      ...{ reason: "unreadable", line: 1, column: "<inbound>".length + 199 * 3 + 1 },
      message: "elements are nested more than 200 levels deep",
    });
  });

  it("elements side by side are not nested", () =>
    expect(readable(`<inbound>${"<a></a><b/>".repeat(300)}</inbound>`).root.children).to.have.lengthOf(600));

  it("100 attributes are read, 101 are not", () => {
    expect(readable(attributes(100)).root.attributes.size).to.equal(100);
    expect(unreadable(attributes(101))).to.deep.include({
      column: attributes(101).indexOf("a100") + 1,
      message: "an element has more than 100 attributes",
    });
  });

  const shapes: readonly (readonly [what: string, written: (code: string) => string])[] = [
    ["in an attribute", (code) => `<inbound a="${code}"/>`],
    ["in an attribute, as typed", (code) => `<inbound a="${code.replace("x)", '""')})"/>`],
    ["in text", (code) => `<inbound>${code}</inbound>`],
    ["in a body", (code) => `<inbound><set-body>${code}</set-body></inbound>`],
  ];
  for (const [what, written] of shapes)
    it(`an expression of 64 KiB ${what} is read, a longer one is not`, () => {
      const length = KIBIBYTES - (what.endsWith("typed") ? 2 : 0);
      readable(written(expression(length)));
      expect(unreadable(written(expression(length + 2)))).to.deep.include({
        column: written("@").indexOf("@") + 1,
        message: "an expression is longer than 64 KiB",
      });
    });

  it("an encoded expression is measured when it is decoded", () =>
    void readable(`<inbound a="@(${"&lt;".repeat(KIBIBYTES - 3)})"/>`));
});
