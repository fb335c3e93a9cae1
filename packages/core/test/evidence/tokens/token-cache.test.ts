import { expect } from "chai";
import { TokenCache, type KnownToken } from "#src/evidence/tokens/token-cache.js";
import { appToken } from "../evidence-of.js";
import { HeldKeys, snapshotOf } from "./issuers/openid-of.js";
import { signer } from "./signer.js";

const { key } = signer("k1");
const source = new HeldKeys(snapshotOf(key));
const END = "s".repeat(12);
const known = (text: string, size = 1): KnownToken => ({
  ...{ text, token: appToken(), source, key, metadata: undefined, rivals: [], size },
});

describe("TokenCache", () => {
  it("gives back what was put in, by the whole text", () => {
    const cache = new TokenCache(10);
    const [one, two] = [known(`h.p.${"1".repeat(43)}`), known(`h.p.${"2".repeat(43)}`)];
    cache.set(one);
    cache.set(two);
    expect([cache.get(one.text), cache.get(two.text)]).to.deep.equal([one, two]);
    expect([cache.get(one.text), cache.get(two.text)].map((found) => found?.text)).to.deep.equal([
      one.text,
      two.text,
    ]);
    expect(cache.size).to.equal(2);
  });
  it("never gives one token's evidence to another that ends the same", () => {
    const cache = new TokenCache(10);
    cache.set(known(`good.${END}`));
    for (const text of [`evil.${END}`, END, `good.${END}x`, `xgood.${END}`, ""])
      expect(cache.get(text), text).to.equal(undefined);
  });
  it("keeps short texts apart too", () => {
    const cache = new TokenCache(10);
    cache.set(known("a.b.c"));
    expect(cache.get("a.b.c")).to.have.property("text", "a.b.c");
    expect(cache.get("a.b.d")).to.equal(undefined);
  });
  it("is bounded: the one not asked for the longest goes first", () => {
    const cache = new TokenCache(2);
    cache.set(known("a"));
    cache.set(known("b"));
    cache.get("a");
    cache.set(known("c"));
    expect([cache.get("a")?.text, cache.get("b"), cache.get("c")?.text]).to.deep.equal(["a", undefined, "c"]);
    expect(cache.size).to.equal(2);
  });
  it("is bounded in bytes too: as many go as make room", () => {
    const cache = new TokenCache(10, 100);
    for (const [text, size] of [
      ["a", 40],
      ["b", 40],
      ["c", 90],
    ] as const)
      cache.set(known(text, size));
    expect([cache.get("a"), cache.get("b"), cache.get("c")?.text]).to.deep.equal([undefined, undefined, "c"]);
    expect([cache.size, cache.bytes]).to.deep.equal([1, 90]);
  });
  it("does not take one that is larger than all may be together, and keeps the others", () => {
    const cache = new TokenCache(10, 100);
    cache.set(known("a", 100));
    cache.set(known("b", 101));
    expect([cache.get("a")?.text, cache.get("b"), cache.bytes]).to.deep.equal(["a", undefined, 100]);
  });
  it("counts a token that is put in again once, with its new size", () => {
    const cache = new TokenCache(10, 100);
    for (const size of [60, 70, 80]) cache.set(known("a", size));
    expect([cache.size, cache.bytes]).to.deep.equal([1, 80]);
  });
  it("forgets all of them at once", () => {
    const cache = new TokenCache(10);
    cache.set(known("a"));
    cache.set(known("b"));
    cache.clear();
    expect([cache.get("a"), cache.size, cache.bytes]).to.deep.equal([undefined, 0, 0]);
  });
  for (const [what, cache] of [
    ["tokens", new TokenCache(0)],
    ["bytes", new TokenCache(10, 0)],
  ] as const) {
    it(`of 0 ${what} keeps nothing`, () => {
      cache.set(known("a"));
      cache.clear();
      expect([cache.get("a"), cache.size, cache.bytes, cache.isEnabled]).to.deep.equal([
        undefined,
        0,
        0,
        false,
      ]);
    });
  }
});
