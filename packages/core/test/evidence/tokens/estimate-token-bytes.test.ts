import { expect } from "chai";
import { CompactJwsReader, type CompactJws } from "#src/evidence/tokens/jws/compact-jws.js";
import { estimateTokenBytes } from "#src/evidence/tokens/estimate-token-bytes.js";
import { appToken } from "../evidence-of.js";
import { part } from "./signer.js";

/** Bytes counted for a token with these claims, and with these roles read from them. */
function counted(claims: object, { roles = [] as readonly string[], envelope = 0 } = {}): number {
  const text = `${part({ alg: "ES256" })}.${part(claims)}.${"A".repeat(86)}`;
  const jws = new CompactJwsReader().read(text) as CompactJws;
  return estimateTokenBytes("x".repeat(envelope || text.length), jws, appToken({ roles, scopes: [] }));
}

describe("bytes that a remembered token is counted with", () => {
  const more = (claims: object) => counted(claims) - counted({});

  it("its text, its claims, and the rest", () => {
    expect(counted({})).to.be.within(800, 1_500);
    expect(more({ a: 1 })).to.be.within(8, 64);
    expect(more({ a: "x".repeat(800) })).to.be.within(800 + 1_070, 2_100); // in base64url, and read
  });
  it("each role twice, in the claims and apart from them", () => {
    const roles = Array.from({ length: 2_851 }, (_, i) => String.fromCharCode(97 + (i % 26)));
    const [alone, read] = [more({ roles }), counted({ roles }, { roles }) - counted({})];
    expect(read - alone).to.be.within(2_851 * 8, 2_851 * 9);
    expect(read, "what V8 was seen to hold").to.be.within(60_000, 70_000);
  });
  it("characters of two bytes as two, and single characters as none", () => {
    const long = (letter: string) => more({ a: letter.repeat(1_000) });
    expect(long("\u0416") - long("a")).to.be.above(1_000);
    expect(more({ a: ["a"] }) - more({ a: [] })).to.be.below(20);
  });
  it("names of an object that is a table", () => {
    const table = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`name-${i}`, 1]));
    expect(more({ table })).to.be.above(100 * 64);
  });
  it("an envelope beside what is inside", () => {
    expect(counted({}, { envelope: 5_000 }) - counted({})).to.equal(5_000);
  });
  it("claims that are nested as deeply as a token can be long", () => {
    const deep = JSON.parse(`${"[".repeat(6_000)}${"]".repeat(6_000)}`) as object;
    const jws = { payload: { deep }, signingInput: "", signature: "" } as unknown as CompactJws;
    expect(estimateTokenBytes("", jws, appToken())).to.be.above(6_000 * 64);
  });
});
