import { expect } from "chai";
import { readTokenValue } from "#src/csharp/read-token-value.js";

describe("reading a token value", () => {
  for (const written of [
    'context.Request.Headers.GetValueOrDefault("X-Token", "")',
    'context.Request.Headers.GetValueOrDefault("X-Token")',
    'context.Request.Headers.GetValueOrDefault("X-Token", null)',
    '(string) ( context.Request?.Headers.GetValueOrDefault("x-token", string.Empty) )',
  ])
    it(`recognizes ${written}`, () =>
      expect(readTokenValue(`@(${written})`)).to.deep.equal({ header: "x-token" }));

  for (const written of [
    'context.Request.Headers.GetValueOrDefault("X-Token", "none")',
    'context.Request.Headers.GetValueOrDefault("X-Token", "").Replace("Bearer ", "")',
    'context.Request.Headers["X-Token"][0]',
    '(string)context.Variables["token"]',
    '"text"',
    'context.Request.Headers.GetValueOrDefault("${env:NAME}", "")',
  ])
    it(`does not recognize ${written}`, () => expect(readTokenValue(`@(${written})`)).to.equal(undefined));

  it("reads no blocks", () =>
    expect(readTokenValue('@{context.Request.Headers.GetValueOrDefault("X-Token", "")}')).to.equal(
      undefined,
    ));
});
