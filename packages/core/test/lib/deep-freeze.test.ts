import { expect } from "chai";
import { deepFreeze } from "#src/lib/deep-freeze.js";

describe("deepFreeze", () => {
  it("freezes every object and list, and gives the value back", () => {
    const value = { a: [{ b: null }, "c", 1, true], d: { e: {} }, f: undefined };
    expect(deepFreeze(value)).to.equal(value);
    for (const part of [value, value.a, value.a[0], value.d, value.d.e]) expect(part).to.be.frozen;
  });
  for (const value of [null, undefined, "a", 1]) {
    it(`gives back ${String(value)}`, () => void expect(deepFreeze(value)).to.equal(value));
  }
  it("takes any depth", () => {
    const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`) as unknown[];
    expect(deepFreeze(deep)[0]).to.be.frozen;
  });
});
