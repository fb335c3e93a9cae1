import { expect } from "chai";
import { inInbound, outline, readable, unreadable } from "./support/reading.js";

const text = (content: string) => {
  const { text: value, isExpression, children } = inInbound(`<a>${content}</a>`);
  return { value, isExpression, children: children.map(({ name }) => name) };
};

describe("the text of an element", () => {
  type Row = readonly [what: string, content: string, value: string, children?: readonly string[]];
  const texts: readonly Row[] = [
    ["nothing", "", ""],
    ["white space", " \r\n\t", ""],
    ["white space at its ends, dropped", "\n a  b \n", "a  b"],
    ["entities and references", "&lt;a&gt; &amp;amp; &#65;", "<a> &amp; A"],
    ["an ampersand as typed", "a & b &&", "a & b &&"],
    ["quotes", `"it's"`, `"it's"`],
    ["CDATA", "<![CDATA[ gold & <silver> &amp; ]]>", "gold & <silver> &amp;"],
    ["CDATA between texts", "a <![CDATA[ < ]]> b", "a  <  b"],
    ["CDATA with brackets at its end", "<![CDATA[a]]]]>", "a]]"],
    ["empty CDATA", "<![CDATA[]]>", ""],
    ["two of CDATA, for the sake of its end", "<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b"],
    ["pieces around elements", "\n a <b>x</b> c <d/>\n", "a  c", ["b", "d"]],
    ["white space between elements behind a text", "a <b/> <d/>e", "a  e", ["b", "d"]],
    ["white space by reference at its ends, dropped", "&#13;&#32; a &#9;&#13;", "a"],
    ["pieces around comments", "a<!-- x -->b<!--y-->", "ab"],
    ["an at sign behind a text", "a @(b)", "a @(b)"],
    ["an at sign without a bracket", "@a", "@a"],
    ["a greater-than sign", "a > b ]]>", "a > b ]]>"],
  ];
  for (const [what, content, value, children = []] of texts)
    it(`is text: ${what}`, () =>
      expect(text(content)).to.deep.equal({ value, isExpression: false, children }));

  const expressions: readonly Row[] = [
    ["alone", "@(a)", "@(a)"],
    ["a block in lines", "\r\n@{\r\n return 1;\r\n}\r\n", "@{\n return 1;\n}"],
    ["angle brackets as typed", `@(a.As<JObject>() ["b"] > 0)`, `@(a.As<JObject>() ["b"] > 0)`],
    ["angle brackets encoded", "@(a.As&lt;JObject&gt;())", "@(a.As<JObject>())"],
    ["an end tag in a string", `@("</a>")`, `@("</a>")`],
    ["a comment of XML in a string", `@("<!--" + "<b>")`, `@("<!--" + "<b>")`],
    ["an encoded bracket in a string", "@(&quot;)&quot;)", `@(")")`],
    ["a bracket in a string as typed", `@(")" + "<")`, `@(")" + "<")`],
    ["behind a comment", "<!-- c --> @(a < b)", "@(a < b)"],
    ["behind an element", "<b/> @(a < b)", "@(a < b)", ["b"]],
    ["before a comment and an element", "@(a) <!-- c --><b/>", "@(a)", ["b"]],
    ["in CDATA", "<![CDATA[ @(a < b) ]]>", "@(a < b)"],
    ["an encoded at sign", "&#64;(a &lt; b)", "@(a < b)"],
    ["in pieces", "&#32;@<!-- -->(a)", "@(a)"],
    ["text behind it", "@(a < b) c", "@(a < b) c"],
    ["an expression behind it", "@(a)@(b)", "@(a)@(b)"],
  ];
  for (const [what, content, value, children = []] of expressions)
    it(`is an expression: ${what}`, () =>
      expect(text(content)).to.deep.equal({ value, isExpression: true, children }));

  const bodies: readonly Row[] = [
    ["liquid", "{% if a < 1 %}&{% endif %}<br>", "{% if a < 1 %}&{% endif %}<br>"],
    ["JSON", `\n{ "a": "<", "b": "&amp;" }\n`, `{ "a": "<", "b": "&amp;" }`],
    ["XML of another kind", "<s:Body xmlns:s='x'><quota/></s:Body>", "<s:Body xmlns:s='x'><quota/></s:Body>"],
    ["a name that goes on", "</set-bodyx></set-body", "</set-bodyx>"],
    ["CDATA with its end tag", "<![CDATA[<set-body></set-body>]]>", "<![CDATA[<set-body></set-body>]]>"],
    ["an expression with its end tag", `@("</set-body>" + ")")`, `@("</set-body>" + ")")`],
    ["an encoded expression with an apostrophe", "@(&quot;it's&quot;)", "@(&quot;it's&quot;)"],
    ["an encoded expression", "@(&quot;)it's&quot;)", "@(&quot;)it's&quot;)"],
    ["an expression and more", `@("</set-body>")<b>`, `@("</set-body>")<b>`],
    ["the start of a comment", "<!-- a", "<!-- a"],
    ["nothing", "", ""],
  ];
  for (const [what, content, value] of bodies)
    it(`of set-body stands as in the file: ${what}`, () => {
      const read = readable(
        `<inbound><set-body a="1">${content}${content.endsWith("</set-body") ? "" : "</set-body"}\n><b/></inbound>`,
      );
      expect(outline(read.root).children).to.deep.equal([
        { name: "set-body", attributes: { a: "1" }, children: [], text: value },
        { name: "b", attributes: {}, children: [], text: "" },
      ]);
      expect(read.commented).to.deep.equal([]);
    });

  it("of a set-body without content is empty, and what follows is read", () =>
    expect(
      outline(readable(`<inbound><set-body template="none" /><b/></inbound>`).root).children,
    ).to.deep.equal([
      { name: "set-body", attributes: { template: "none" }, children: [], text: "" },
      { name: "b", attributes: {}, children: [], text: "" },
    ]));

  it("of an element whose name starts so is read", () =>
    expect(inInbound("<set-body-x>&lt;<b/></set-body-x>")).to.include({ text: "<" }));
});

describe("comments", () => {
  const accessElements = [
    ...[
      "validate-jwt",
      "validate-azure-ad-token",
      "rate-limit",
      "rate-limit-by-key",
      "quota",
      "quota-by-key",
    ],
    ...["check-header", "ip-filter", "validate-client-certificate"],
  ];
  const rows: readonly (readonly [what: string, comment: string, names: readonly string[]])[] = [
    ["nothing", "<!---->", []],
    ["words", "<!-- quota, <inbound> -->", []],
    ["two dashes", "<!-- a -- b --- <quota/> -->", ["quota"]],
    ["an end that starts too early", "<!--> <quota/> -->", ["quota"]],
    ["each of the nine", `<!-- ${accessElements.map((name) => `<${name}>`).join(" ")} -->`, accessElements],
    ["names that go on", "<!-- <quotas/> <quota-by-keys> <rate-limit.x> <x:quota> -->", []],
    ["end tags and spaces", "<!-- </quota> < quota> -->", []],
    ["another policy", "<!-- <set-header name='a'/> -->", []],
    ["several", "<!-- <quota a='1'/><<ip-filter\n --><!--<quota>-->", ["quota", "ip-filter", "quota"]],
  ];
  for (const [what, comment, names] of rows)
    it(`are dropped, access elements are mentioned: ${what}`, () => {
      const { root, commented } = readable(`<inbound><a/>${comment}<b/></inbound>`);
      expect(root.children.map(({ name }) => name)).to.deep.equal(["a", "b"]);
      expect(commented.map(({ name }) => name)).to.deep.equal(names);
    });

  it("stand anywhere between tags, and elements in them have the place of their own `<`", () => {
    const { root, commented } = readable(
      "<!-- <quota/> -->\r\n<inbound><!--\r\n\t<ip-filter/>\r\n--></inbound>\r\n<!--é <quota>-->\r\n",
    );
    expect(root.children).to.deep.equal([]);
    expect(commented).to.deep.equal([
      { name: "quota", line: 1, column: 6 },
      { name: "ip-filter", line: 3, column: 2 },
      { name: "quota", line: 5, column: 7 },
    ]);
  });
});

describe("content that cannot be read", () => {
  const rows: readonly (readonly [what: string, content: string, column: number, message: string])[] = [
    ["an end tag of another name", "<a></b>", 4, "an end tag has not the name of the element that it ends"],
    ["an end tag that goes on", "<a></ab>", 4, "an end tag has not the name of the element that it ends"],
    ["an end tag that is shorter", "<ab></a>", 5, "an end tag has not the name of the element that it ends"],
    [
      "an end tag with an attribute",
      `<a></a b="">`,
      4,
      "an end tag has not the name of the element that it ends",
    ],
    ["an end tag in another case", "<a></A>", 4, "an end tag has not the name of the element that it ends"],
    ["crossed tags", "<a><b></a></b>", 7, "an end tag has not the name of the element that it ends"],
    ["an end tag without name", "<a></>", 4, "an end tag has not the name of the element that it ends"],
    ["an end tag cut off", "<a></a", 4, "an end tag has not the name of the element that it ends"],
    ["no end tag", "<a>", 1, "an element has no end tag"],
    ["no end tags", "<a><b>", 4, "an element has no end tag"],
    ["no end tag behind text", "<a>b", 1, "an element has no end tag"],
    ["no end tag of set-body", "<set-body>a</set-bod>", 11, "an element has no end tag"],
    ["no end tag of a body in CDATA", "<set-body><![CDATA[</set-body>]]>", 11, "an element has no end tag"],
    ["a less-than sign in text", "<a>b < c</a>", 6, "a tag has no name"],
    ["a digit first", "<1/>", 1, "a tag has no name"],
    ["a less-than sign at the end", "<", 1, "a tag has no name"],
    ["an entity of a document type", "<a>b&x;</a>", 5, "an entity that XML does not define"],
    ["an open comment", "<a><!-- b</a>", 4, "a comment does not end"],
    ["a comment of dashes", "<a><!--->", 4, "a comment does not end"],
    ["open CDATA", "<a><![CDATA[ b ]] ></a>", 4, "a CDATA section does not end"],
    ["open CDATA in a body", "<set-body> <![CDATA[ </set-body>", 12, "a CDATA section does not end"],
    ["an open expression", "<a>\t@(b</a>", 5, "an expression does not end: a bracket is not closed"],
    [
      "an open expression in a body",
      "<set-body>@(b</set-body>",
      11,
      "an expression does not end: a bracket is not closed",
    ],
    ["an open string", `<a>@("b)</a>`, 4, "an expression does not end: a string does not end"],
    ["a processing instruction", "<?a b?>", 1, "processing instructions are not read"],
    ["a document type", "<!DOCTYPE a>", 1, "declarations of types and entities are not read"],
    ["an entity's declaration", "<!ENTITY a 'b'>", 1, "declarations of types and entities are not read"],
  ];
  for (const [what, content, column, message] of rows)
    it(what, () =>
      expect(unreadable(`<inbound>\n${content}`)).to.deep.equal({
        ...{ reason: "unreadable", line: 2, column, message },
      }),
    );
});
