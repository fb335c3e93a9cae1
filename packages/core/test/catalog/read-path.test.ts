import { expect } from "chai";
import { foldCase, otherReadings, readPath } from "#src/catalog/read-path.js";

describe("readPath: the segments of a path", () => {
  const cases: readonly (readonly [path: string, segments: readonly string[]])[] = [
    ["/", []],
    ["/orders", ["orders"]],
    ["/orders/", ["orders"]],
    ["/Orders/ID-7", ["Orders", "ID-7"]],
    ["/%6Frders", ["orders"]],
    ["/%4FRDERS", ["ORDERS"]],
    ["/a%20b", ["a b"]],
    ["/%C3%BC", ["ü"]],
    ["/orders;v=1", ["orders;v=1"]],
    ["/orders/...", ["orders", "..."]],
    ["/orders/.well-known", ["orders", ".well-known"]],
    ["/a:b/@c/$d", ["a:b", "@c", "$d"]],
    ["/orders/%252f", ["orders", "%2f"]], // decoded once: a text with a percent sign
    ["/orders/%252e%252e", ["orders", "%2e%2e"]],
    [`/${"a".repeat(8_191)}`, ["a".repeat(8_191)]],
  ];
  for (const [path, segments] of cases)
    it(`${path.slice(0, 40)} is ${JSON.stringify(segments).slice(0, 40)}`, () =>
      expect(readPath(path)).to.deep.equal(segments));
});

describe("readPath: a path that no two readers agree on", () => {
  const cases: readonly (readonly [why: string, path: string])[] = [
    ["a fragment", "/orders#x"],
    ["an empty fragment", "/orders#"],
    ["white space beyond ASCII", "/orders\u00a0"],
    ["bytes that are no ASCII", "/\u00c3\u00bc"],
    ["a space", "/orders /7"],
    ["a fragment at the start", "/#/orders"],
    ["nothing", ""],
    ["an asterisk", "*"],
    ["no slash at the start", "orders"],
    ["a whole address", "http://api.example.com/orders"],
    ["two slashes at the start", "//orders"],
    ["two slashes inside", "/orders//7"],
    ["two slashes at the end", "/orders//"],
    ["slashes alone", "//"],
    ["a dot segment", "/./orders"],
    ["a dot segment at the end", "/orders/."],
    ["two dots", "/x/../orders"],
    ["two dots at the end", "/orders/.."],
    ["an encoded dot", "/%2e/orders"],
    ["encoded dots", "/x/%2e%2E/orders"],
    ["half encoded dots", "/x/.%2e/orders"],
    ["an encoded slash", "/orders%2F7"],
    ["an encoded slash in lower case", "/orders%2f7"],
    ["an encoded slash alone", "/orders/%2f"],
    ["a backslash", "/orders\\7"],
    ["an encoded backslash", "/orders%5c7"],
    ["an encoded backslash in upper case", "/orders%5C7"],
    ["an encoded NUL", "/orders%00"],
    ["a NUL", "/orders\u0000"],
    ["an encoded line feed", "/orders%0a"],
    ["an encoded DEL", "/orders%7f"],
    ["half an encoding", "/orders%2"],
    ["no hexadecimal digits", "/orders%zz"],
    ["a percent sign alone", "/100%"],
    ["half a character", "/%C3"],
    ["an overlong slash", "/orders%c0%af7"],
    ["half a surrogate pair", "/%ED%A0%80"],
    ["more than 8192 characters", `/${"a".repeat(8_192)}`],
  ];
  for (const [why, path] of cases)
    it(`${why}: ${JSON.stringify(path).slice(0, 50)}`, () => expect(readPath(path)).to.equal(undefined));
});

describe("otherReadings: spellings that routers take apart", () => {
  const cases: readonly (readonly [path: string, readings: readonly (readonly string[] | undefined)[]])[] = [
    ["/orders/7", []],
    ["/Orders", []], // capitals are asked for where they are looked up
    ["/a%20b/%C3%BC/%25", []], // escapes of what has to be escaped
    ["/%64ocs", [["%64ocs"]]],
    ["/d%6Fcs/7", [["d%6Fcs", "7"]]],
    ["/a%2eb/%40x", [["a%2eb", "%40x"]]],
    ["/shop/admin;x", [["shop", "admin"], ["shop", "admin"]]],
    ["/shop;a=b/admin", [["shop"], ["shop", "admin"]]],
    ["/shop/;/admin", [["shop"], undefined]],
    ["/shop/..;/admin", [undefined, undefined]],
  ]; // prettier-ignore
  for (const [path, readings] of cases)
    it(JSON.stringify(path), () => expect(otherReadings(path)).to.deep.equal(readings));
});

describe("foldCase: ASCII letters alone", () => {
  for (const [text, folded] of [
    ["Orders", "orders"],
    ["\u212aIOSK", "\u212aiosk"], // the Kelvin sign is no "k"
    ["\u0130D", "\u0130d"],
    ["\u00c9T\u00c9", "\u00c9t\u00c9"],
  ] as const)
    it(JSON.stringify(text), () => expect(foldCase(text)).to.equal(folded));
});
