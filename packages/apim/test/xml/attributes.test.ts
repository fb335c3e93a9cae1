import { expect } from "chai";
import { inInbound, readable, unreadable } from "./support/reading.js";

const attribute = (written: string) => {
  const { value, isExpression } = inInbound(`<a b=${written} />`).attributes.get("b") ?? {};
  return { value, isExpression };
};

describe("the value of an attribute", () => {
  const texts: readonly (readonly [what: string, written: string, value: string])[] = [
    ["nothing", `""`, ""],
    ["white space, kept", `" a  b "`, " a  b "],
    ["the other quote", `"it's"`, "it's"],
    ["double quotes in single ones", `'say "yes"'`, 'say "yes"'],
    ["the five entities", `"&amp;&lt;&gt;&quot;&apos;"`, `&<>"'`],
    ["character references, decimal and hexadecimal", `"&#65;&#x42;&#x1f600;&#0065;"`, "AB😀A"],
    ["white space by reference", `"&#9;&#xA;&#xD;"`, "\t\n\r"],
    ["a reference to the last character", `"&#x10ffff;"`, "\u{10ffff}"],
    ["an ampersand before a semicolon", `"a&;b"`, "a&;b"],
    ["an ampersand as typed", `"a & b&&c &"`, "a & b&&c &"],
    [
      "an ampersand that starts no reference",
      `"?a=1&b=2;&#;&#x;&#xg;&#12a;&#65"`,
      "?a=1&b=2;&#;&#x;&#xg;&#12a;&#65",
    ],
    ["a hexadecimal reference with a capital X, which XML does not have", `"&#X41;"`, "&#X41;"],
    ["a decoded ampersand that another text follows", `"&amp;lt;"`, "&lt;"],
    ["tags as typed", `"<b>x</b>"`, "<b>x</b>"],
    ["what would be a comment elsewhere", `"<!-- x -->"`, "<!-- x -->"],
    ["a named value", `"{{tenant}}"`, "{{tenant}}"],
    ["an at sign without a bracket", `"@context"`, "@context"],
    ["an at sign behind a text", `"a@(b)"`, "a@(b)"],
    ["an at sign alone", `"@"`, "@"],
    ["line ends", `"a\r\nb\rc\n"`, "a\nb\nc\n"],
  ];
  for (const [what, written, value] of texts)
    it(`is text: ${what}`, () => expect(attribute(written)).to.deep.equal({ value, isExpression: false }));

  const expressions: readonly (readonly [what: string, written: string, value: string])[] = [
    ["without quotes", `"@(context.User.Id)"`, "@(context.User.Id)"],
    ["a block", `"@{ return 1; }"`, "@{ return 1; }"],
    ["white space around it, dropped", `" \n@(a)\t "`, "@(a)"],
    ["quotes as typed", `"@(a ?? "b")"`, '@(a ?? "b")'],
    ["quotes as typed, white space before the closing one", `"@(a ?? "b") "`, '@(a ?? "b")'],
    ["quotes encoded", `"@(a ?? &quot;b&quot;)"`, '@(a ?? "b")'],
    ["quotes by reference", `"@(a ?? &#34;b&#x22;)"`, '@(a ?? "b")'],
    ["double quotes in single ones", `'@(a ?? "b")'`, '@(a ?? "b")'],
    ["characters in single quotes", `'@(a.Trim('/'))'`, "@(a.Trim('/'))"],
    ["comparisons as typed", `"@(a < 1 && b > 2)"`, "@(a < 1 && b > 2)"],
    ["comparisons encoded", `"@(a &lt; 1 &amp;&amp; b &gt; 2)"`, "@(a < 1 && b > 2)"],
    ["quotes as typed beside encoded operators", `"@(a == "x" &amp;&amp; b &lt; 2)"`, '@(a == "x" && b < 2)'],
    ["an encoded bracket in a string", `"@(a ?? &quot;)&quot;)"`, '@(a ?? ")")'],
    ["a bracket in a string as typed", `"@(a ?? ")")"`, '@(a ?? ")")'],
    ["an entity in a string, quotes as typed", `"@(a == "&amp;")"`, '@(a == "&amp;")'],
    ["an entity in a string in single quotes", `'@(a == "&amp;")'`, '@(a == "&")'],
    ["an entity in an encoded string", `"@(a == &quot;&amp;lt;&quot;)"`, '@(a == "&lt;")'],
    ["an entity in a comment", `"@{ /* &amp;amp; */ return 1; }"`, "@{ /* &amp; */ return 1; }"],
    [
      "a variable between ampersand and semicolon",
      `"@{ var x = a &b; return x; }"`,
      "@{ var x = a &b; return x; }",
    ],
    [
      "lines",
      `"@{\r\n\tvar a = "x"; // it's "\r\n\treturn a;\r\n}"`,
      '@{\n\tvar a = "x"; // it\'s "\n\treturn a;\n}',
    ],
    ["an at sign that is encoded", `"&#64;(a)"`, "@(a)"],
    ["a bracket that is encoded, with white space around it", `" @&#40;a) \t"`, "@(a)"],
    ["white space that is encoded", `"&#32;@(a)"`, "@(a)"],
    ["a named value in it", `"@(a == "{{b}}")"`, '@(a == "{{b}}")'],
  ];
  for (const [what, written, value] of expressions)
    it(`is an expression: ${what}`, () =>
      expect(attribute(written)).to.deep.equal({ value, isExpression: true }));

  const spellings: readonly (readonly [what: string, tag: string])[] = [
    ["spaces around the equals sign", `<a b = "1" c\n=\t"2"/>`],
    ["no space before the end", `<a b="1" c="2"/>`],
    ["lines", `<a\r\n\tb='1'\r\n\tc='2'\r\n/>`],
    ["an element with an end tag", `<a b="1" c="2" ></a\n>`],
  ];
  for (const [what, tag] of spellings)
    it(`stands in a tag with ${what}`, () =>
      expect([...inInbound(tag).attributes].map(([name, { value }]) => [name, value])).to.deep.equal([
        ["b", "1"],
        ["c", "2"],
      ]));

  it("has names of letters, digits, points, dashes, colons and underscores", () => {
    const { attributes } = inInbound(`<a xmlns:x="1" _b-1.2="2" é="3" toString="4" __proto__="5"/>`);
    expect([...attributes.keys()]).to.deep.equal(["xmlns:x", "_b-1.2", "é", "toString", "__proto__"]);
  });

  it("an element without attributes has none", () => expect(inInbound("<a/>").attributes.size).to.equal(0));
});

describe("an expression that was encoded more than once", () => {
  const rows: readonly (readonly [what: string, written: string, value: string, found: boolean])[] = [
    ["once", `"@(a ?? &quot;b&quot;)"`, '@(a ?? "b")', false],
    ["twice", `"@(a ?? &amp;quot;b&amp;quot;)"`, '@(a ?? "b")', true],
    ["three times", `"@(a &amp;amp;lt; 1)"`, "@(a < 1)", true],
    ["four times: one is left", `"@(a &amp;amp;amp;lt; 1)"`, "@(a &lt; 1)", true],
    ["twice, with a bracket in its string", `"@(a ?? &amp;quot;)&amp;quot;)"`, '@(a ?? ")")', true],
    [
      "twice, with an apostrophe in its string",
      `"@(a ?? &amp;quot;it's&amp;quot;)"`,
      '@(a ?? "it\'s")',
      true,
    ],
    ["twice, beside quotes as typed", `"@(a ?? "b" &amp;amp;&amp;amp; c)"`, '@(a ?? "b" && c)', true],
    ["an encoded entity in a string only", `"@(a ?? &quot;&amp;amp;&quot;)"`, '@(a ?? "&amp;")', false],
    [
      "what gives no expression when decoded",
      `"@(a ?? "b" &lt; "&quot;")"`,
      '@(a ?? "b" &lt; "&quot;")',
      false,
    ],
    ["twice, with an entity of HTML", `"@(a &amp;lt; b &amp;nbsp;)"`, "@(a &lt; b &nbsp;)", false],
    ["a text", `"&amp;amp;lt;"`, "&amp;lt;", false],
  ];
  for (const [what, written, value, found] of rows)
    it(`${what}: is ${found ? "" : "not "}mentioned`, () => {
      const { root, doubleEncoded } = readable(`<inbound>\n <a b=${written}/></inbound>`);
      expect(root.children[0]?.attributes.get("b")?.value).to.equal(value);
      expect(doubleEncoded).to.deep.equal(found ? [{ line: 2, column: 2 }] : []);
    });

  it("is mentioned once for an element, of its text too", () => {
    const twice = "@(a &amp;lt; 1)";
    const both = `<inbound><a b="${twice}" c="${twice}" d="1"/><v b="@(1)">${twice}</v><w>@(1)</w></inbound>`;
    expect(readable(both).doubleEncoded).to.deep.equal([
      { line: 1, column: 10 },
      { line: 1, column: both.indexOf("<v") + 1 },
    ]);
    expect(readable(both).root.children[1]?.text).to.equal("@(a < 1)");
  });
});

describe("an attribute that cannot be read", () => {
  const rows: readonly (readonly [what: string, tag: string, column: number, message: string])[] = [
    ["no quotes", `<a b=1/>`, 6, "the value of an attribute has no quotes"],
    ["no value", `<a b/>`, 4, "an attribute has no value"],
    ["no value at the end of a tag", `<a b>`, 4, "an attribute has no value"],
    ["no name", `<a ="1"/>`, 4, "an attribute has no name"],
    ["a digit first", `<a 1="1"/>`, 4, "an attribute has no name"],
    ["no white space before it", `<a b="1"c="2"/>`, 9, "white space is missing in a tag"],
    ["the same quote in a text", `<a b="say "yes"" c="1"/>`, 12, "white space is missing in a tag"],
    ["one name twice", `<a b="1" c="2" b="1"/>`, 16, "two attributes have one name"],
    ["no closing quote", `<a b="1/>`, 6, "the value of an attribute does not end"],
    ["the other quote at the end", `<a b="1'/>`, 6, "the value of an attribute does not end"],
    ["nothing behind the equals sign", `<a b=`, 6, "the value of an attribute has no quotes"],
    ["an entity of HTML", `<a b="x&nbsp;"/>`, 8, "an entity that XML does not define"],
    ["an entity in capitals", `<a b="&AMP;"/>`, 7, "an entity that XML does not define"],
    ["a reference to a character that XML forbids", `<a b="&#0;"/>`, 7, "an entity that XML does not define"],
    ["a reference to half a character", `<a b="&#xD800;"/>`, 7, "an entity that XML does not define"],
    ["a reference behind the last character", `<a b="&#x110000;"/>`, 7, "an entity that XML does not define"],
    ["a reference without bound", `<a b="&#${"9".repeat(400)};"/>`, 7, "an entity that XML does not define"],
    ["text behind an expression", `<a b="@(c) d"/>`, 7, "an attribute does not end behind its expression"],
    ["a second expression", `<a b="@(c)@(d)"/>`, 7, "an attribute does not end behind its expression"],
    [
      "an expression and no closing quote",
      `<a b="@(c)/>`,
      7,
      "an attribute does not end behind its expression",
    ],
    [
      "an expression with the other quote",
      `<a b="@(c)'/>`,
      7,
      "an attribute does not end behind its expression",
    ],
    [
      "a bracket of another kind",
      `<a b="@(c]"/>`,
      7,
      "an expression does not end: a bracket closes another kind",
    ],
    ["an open bracket", `<a b=" @(c"/>`, 8, "an expression does not end: a string does not end"],
    ["a comment in a tag", `<a <!-- c --> b="1"/>`, 4, "an attribute has no name"],
    ["a slash that ends nothing", `<a / b="1"/>`, 4, "an attribute has no name"],
    ["the end of the text", `<a b="1" `, 1, "a tag does not end"],
    ["the end of the text in a name", `<a`, 1, "a tag does not end"],
  ];
  for (const [what, tag, column, message] of rows)
    it(`${what}`, () =>
      expect(unreadable(`<inbound>\n${tag}`)).to.deep.equal({
        ...{ reason: "unreadable", line: 2, column, message },
      }));
});
