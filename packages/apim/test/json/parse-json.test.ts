import { expect } from "chai";
import fc from "fast-check";
import { depthOfJson } from "#src/json/depth-of-json.js";
import { memberAt, memberOf } from "#src/json/json-object.js";
import { locateJsonError } from "#src/json/locate-json-error.js";
import { parseJson } from "#src/json/parse-json.js";

describe("parseJson", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).to.deep.equal({ value: JSON.parse(text) as unknown });
      }),
    );
  });

  it("takes the last of two members with one name, and __proto__ as an ordinary one", () => {
    const read = parseJson('\uFEFF{"a": 1, "__proto__": {"b": 2}, "a": 3}');
    const value = "value" in read ? read.value : undefined;
    expect(memberOf(value, "a")).to.equal(3);
    expect(memberAt(value, "__proto__", "b")).to.equal(2);
    expect(memberOf(value, "b")).to.equal(undefined);
    expect(memberOf(value, "constructor")).to.equal(undefined);
  });

  const bounds = [
    [200, undefined],
    [201, "depth"],
    [1_000_000, "depth"],
  ] as const;
  for (const [depth, problem] of bounds)
    it(`${problem === undefined ? "reads" : "refuses"} ${depth} lists in lists`, () =>
      expect(parseJson("[".repeat(depth) + "]".repeat(depth))).to.have.property(
        problem === undefined ? "value" : "problem",
      ));

  it("counts brackets outside of strings only", () =>
    expect(depthOfJson('["[[\\"[[", {"{": []}]')).to.equal(3));

  const broken: readonly (readonly [text: string, line: number, column: number])[] = [
    ["", 1, 1],
    ["{", 1, 2],
    ['{"a"}', 1, 5],
    ['{\n  "a": x\n}', 2, 8],
    ["[1,]", 1, 4],
    ["[1] 2", 1, 5],
    ['"a\nb"', 1, 3],
    ['"\\x"', 1, 2],
    ["nul", 1, 1],
  ];
  for (const [text, line, column] of broken)
    it(`places the end of JSON in ${JSON.stringify(text)}`, () =>
      expect(parseJson(text)).to.deep.equal({ problem: "syntax", line, column }));

  it("finds a place in every text that JSON.parse refuses, and quotes none of it", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ minLength: 1, maxLength: 3 }), (json, at, extra) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + extra + json.slice(place);
        const read = parseJson(text);
        if ("value" in read) expect(JSON.parse(text)).to.deep.equal(read.value);
        else expect(Object.keys(read)).to.deep.equal(["problem", "line", "column"]);
      }),
    );
  });

  it("stops in time at a long string that does not end", () =>
    expect(locateJsonError(`"${"a\\n".repeat(1_000_000)}`).line).to.equal(1));
});
