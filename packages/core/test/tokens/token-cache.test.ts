import { expect } from "chai";
import { TokenCache, type KnownToken } from "#src/tokens/token-cache.js";
import { appToken } from "../evidence-of.js";
import { HeldKeys, snapshotOf } from "./openid-of.js";
import { signer } from "./signer.js";

const { key } = signer("k1");
const source = new HeldKeys(snapshotOf(key));
const END = "s".repeat(43);
const known = (text: string): KnownToken => ({ text, token: appToken(), source, key });

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
  it("of size 0 keeps nothing", () => {
    const cache = new TokenCache(0);
    cache.set(known("a"));
    expect([cache.get("a"), cache.size]).to.deep.equal([undefined, 0]);
  });
});
