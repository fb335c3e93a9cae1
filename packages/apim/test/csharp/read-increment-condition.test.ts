import { expect } from "chai";
import fc from "fast-check";
import { readIncrementCondition, type IncrementCondition } from "#src/csharp/read-increment-condition.js";

const code = "context.Response.StatusCode";

const recognized: readonly (readonly [written: string, condition: IncrementCondition])[] = [
  [`${code} == 200`, { status: [200, 200] }],
  [`200 == ${code}`, { status: [200, 200] }],
  [`(Int32)${code} == 200`, { status: [200, 200] }],
  [`(int)context.Response?.StatusCode == (200)`, { status: [200, 200] }],
  [`${code} >= 200 && ${code} < 300`, { status: [200, 299] }],
  [`(${code} >= 200) && (${code} <= 299)`, { status: [200, 299] }],
  [`200 <= ${code} && 300 > ${code}`, { status: [200, 299] }],
  [`199 < ${code} && 299 >= ${code}`, { status: [200, 299] }],
  [`${code} > 199 && (${code} < 500 && ${code} < 300)`, { status: [200, 299] }],
  [`${code} >= 400`, { status: [400, 599] }],
  [`${code} < 400`, { status: [100, 399] }],
  [`${code} <= 299`, { status: [100, 299] }],
  [`${code} > 0 && ${code} < 1000`, { status: [100, 599] }],
  [`${code} != 429`, { statusNot: 429 }],
  [`429 != ${code}`, { statusNot: 429 }],
];

const notRecognized: readonly string[] = [
  `${code} >= 200 || ${code} < 300`,
  `(${code} >= 200) ?? (${code} < 300)`,
  `200 <= ${code}.Value`,
  code,
  "true",
  `${code} == "200"`,
  `${code} == null`,
  `${code} = 200`,
  `!(${code} == 200)`,
  `${code} == 200 || ${code} == 201`,
  `${code} != 429 && ${code} != 503`,
  `${code} != 429 && ${code} < 500`,
  `${code} < 500 && ${code} != 429`,
  `${code} >= 300 && ${code} < 200`,
  `${code} == 200 && ${code} == 201`,
  `${code} == 600`,
  `${code} < 100`,
  `${code} == 200L`,
  `${code} == 0xC8`,
  `${code} == 2_00`,
  `${code} == 200.0`,
  `${code} == -200`,
  `${code} - 200 == 0`,
  `${code} + 0 == 200`,
  `${code} == ${code}`,
  "200 == 200",
  "context.Request.StatusCode == 200",
  "context.Response.StatusReason == 200",
  `${code}.Equals(200)`,
  `${code} == 200 && context.Response.Headers.ContainsKey("X")`,
  `200 < ${code} < 300`,
];

const comparisons: ReadonlyMap<string, (status: number, bound: number) => boolean> = new Map([
  ["==", (status, bound) => status === bound],
  ["<", (status, bound) => status < bound],
  ["<=", (status, bound) => status <= bound],
  [">", (status, bound) => status > bound],
  [">=", (status, bound) => status >= bound],
]);

const anyPart = fc
  .tuple(fc.constantFrom(...comparisons), fc.integer({ min: 98, max: 602 }))
  .map(([[operator, compare], bound]) => ({
    text: `${code} ${operator} ${bound}`,
    isTrue: (status: number) => compare(status, bound),
  }));

describe("reading an increment condition", () => {
  for (const [written, condition] of recognized)
    it(`recognizes ${written}`, () =>
      expect(readIncrementCondition(`@(${written})`)).to.deep.equal(condition));

  for (const written of notRecognized)
    it(`does not recognize ${written}`, () =>
      expect(readIncrementCondition(`@(${written})`)).to.equal(undefined));

  it("reads no blocks", () =>
    expect(readIncrementCondition(`@{ return ${code} == 200; }`)).to.equal(undefined));

  it("counts the same statuses as the comparisons, or none is true", () =>
    fc.assert(
      fc.property(fc.array(anyPart, { minLength: 1, maxLength: 3 }), (parts) => {
        const read = readIncrementCondition(`@(${parts.map(({ text }) => text).join(" && ")})`);
        const [low, high] = read !== undefined && "status" in read ? read.status : [1, 0];
        for (let status = 100; status <= 599; status += 1)
          expect(low <= status && status <= high).to.equal(parts.every((part) => part.isTrue(status)));
      }),
      { numRuns: 100 },
    ));
});
