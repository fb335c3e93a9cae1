import { expect } from "chai";
import { malformedHint } from "#src/evidence/tokens/malformed-hint.js";
import { HINTS, type HintName } from "#src/refusals/hints.js";

describe("hints for texts that are not signed JWTs", () => {
  for (const [text, name] of [
    ["undefined", "neverSet"],
    ["null", "neverSet"],
    ["[object Object]", "neverSet"],
    ["[object Promise]", "neverSet"],
    ["a.b.c,Bearer a.b.c", "twoTokens"],
    ["a.b.c, Bearer a.b.c", "twoTokens"],
    ["Bearer a.b.c", "schemeInside"],
    ["bearer a.b.c", "schemeInside"],
    ["a.b.c.d.e", "encryptedToken"],
    ["0123456789abcdef0123456789ABCDEF", "keyAsToken"],
    ["s3cr3t-session", "opaqueToken"],
    ["ya29.a0AfH6SM", "opaqueToken"],
    ["a.b.c.d", "opaqueToken"],
  ] as readonly (readonly [string, HintName])[])
    it(`${text}: ${name}`, () => expect(malformedHint(text)).to.equal(HINTS[name]));

  it("a text of three parts: none, for expected says what is wrong with it", () =>
    expect(malformedHint("a.b.c")).to.equal(undefined));
});
