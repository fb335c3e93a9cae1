import { expect } from "chai";
import { cookieLength, readCookie } from "#src/request/read-cookie.js";

const NAME = "__Host-token";

describe("readCookie (RFC 6265 §4.2.1)", () => {
  const cases: readonly (readonly [
    what: string,
    fields: string | string[],
    found: string | string[] | undefined,
  ])[] = [
    ["one", `${NAME}=a`, "a"],
    ["among others", `x=1; ${NAME}=a; y=2`, "a"],
    ["without spaces", `x=1;${NAME}=a;y=2`, "a"],
    ["with more spaces and tabs", `x=1; \t ${NAME} = a \t; y=2`, "a"],
    ["the value has an equals sign", `${NAME}=a=b==`, "a=b=="],
    ["in quotes", `${NAME}="a"`, "a"],
    ["one quote alone", `${NAME}="`, '"'],
    ["nothing is decoded", `${NAME}=a%3Bb`, "a%3Bb"],
    ["empty", `${NAME}=`, ""],
    ["empty quotes", `${NAME}=""`, ""],
    ["twice", `${NAME}=a; ${NAME}=b`, ["a", "b"]],
    ["twice, the same", `${NAME}=a; ${NAME}=a`, ["a", "a"]],
    ["twice, once with a space in front of the equals sign", `${NAME} =a; ${NAME}=b`, ["a", "b"]],
    ["in one of two fields (RFC 9113 §8.2.3)", ["x=1", `${NAME}=a`], "a"],
    ["in both of two fields", [`${NAME}=a`, `${NAME}=a`], ["a", "a"]],
    ["no value at all", NAME, undefined],
    ["no value, and a pair after it", `${NAME}; x=1`, undefined],
    ["another name", `${NAME}2=a; x${NAME}=b`, undefined],
    ["another case", `${NAME.toUpperCase()}=a`, undefined],
    ["in the value of another", `x=${NAME}=a`, undefined],
    ["in a quoted value of another, which a semicolon ends", `x="1; ${NAME}=a"`, 'a"'],
    ["joined by a comma, as a proxy may do", `x=1, ${NAME}=a`, undefined],
    ["behind a no-break space, as a page of another subdomain may set it", `\u00a0${NAME}=a`, undefined],
    ["behind another Unicode space", `\u2000${NAME}=a`, undefined],
    ["nothing", "", undefined],
    ["semicolons", ";;;", undefined],
    ["no fields", [], undefined],
  ];
  for (const [what, fields, found] of cases)
    it(`${what}: ${JSON.stringify(found) ?? "absent"}`, () =>
      expect(readCookie(fields, NAME)).to.deep.equal(found));

  it("the length of all fields together: one at least for each", () => {
    expect(cookieLength("a=b")).to.equal(4);
    expect(cookieLength(Array<string>(100).fill(""))).to.equal(100);
  });

  for (const [what, text] of [
    ["semicolons, then a pair", `${";".repeat(500_000)}x=1`],
    ["pairs", "a=b;".repeat(125_000)],
    ["equals signs", "=".repeat(500_000)],
    ["spaces", `${" ".repeat(500_000)}=`],
  ] as const)
    it(`takes time in proportion to half a megabyte of ${what}`, () => {
      const start = performance.now();
      readCookie(text, NAME);
      expect(performance.now() - start, "milliseconds").to.be.below(500);
    });
});
