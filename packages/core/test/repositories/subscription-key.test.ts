import { generateKey, hintOf, KEY_PREFIX, looksGenerated } from "#src/repositories/index.js";
import { expect } from "chai";

describe("a generated key", () => {
  const keys = Array.from({ length: 10_000 }, generateKey);

  it("is the prefix, 32 random characters and 6 of a checksum, all letters and digits", () => {
    expect(KEY_PREFIX).to.equal("pask_");
    for (const key of keys) expect(key).to.match(/^pask_[0-9A-Za-z]{38}$/);
  });
  it("is another one each of 10,000 times, also without prefix and checksum", () => {
    expect(new Set(keys.map((key) => key.slice(5, 37))).size).to.equal(10_000);
  });
  it("uses every letter and digit alike in its random part", () => {
    const counts = new Map<string, number>();
    for (const sign of keys.flatMap((key) => key.slice(5, 37).split("")))
      counts.set(sign, (counts.get(sign) ?? 0) + 1);
    const even = (10_000 * 32) / 62; // 5161; one standard deviation is 71
    expect(counts.size).to.equal(62);
    for (const [sign, count] of counts) expect(count, sign).to.be.within(even - 500, even + 500);
  });
  it("looks generated", () => {
    expect(keys.every(looksGenerated)).to.equal(true);
  });
  // Computed independently: CRC-32 (zlib) of the 32 characters, base 62, most significant digit first.
  it("has the checksum that other tools compute", () => {
    expect(looksGenerated(`pask_${"0".repeat(32)}2wjyrI`)).to.equal(true);
    expect(looksGenerated(`pask_0123456789ABCDEFGHIJKLMNOPQRSTUV1ggZdL`)).to.equal(true);
  });
});

describe("a key that was mistyped does not look generated", () => {
  const key = generateKey();

  it("with any one character changed", () => {
    for (let i = 0; i < key.length; i++) {
      const other = key[i] === "x" ? "y" : "x";
      const typo = key.slice(0, i) + other + key.slice(i + 1);
      expect(looksGenerated(typo), `at ${i}`).to.equal(false);
    }
  });
  it("with two different neighbours swapped", () => {
    for (let i = 0; i < key.length - 1; i++) {
      if (key[i] === key[i + 1]) continue;
      const typo = key.slice(0, i) + key[i + 1]! + key[i]! + key.slice(i + 2);
      expect(looksGenerated(typo), `at ${i}`).to.equal(false);
    }
  });
  const others = [
    ["one character short", key.slice(0, -1)],
    ["one character long", `${key}0`],
    ["in capitals", key.toUpperCase()],
    ["with another prefix", key.replace("pask_", "pazk_")],
    ["with space around it", ` ${key}`],
    ["empty", ""],
  ] as const;
  for (const [name, text] of others) it(name, () => expect(looksGenerated(text)).to.equal(false));
});

describe("the hint of a key", () => {
  it("of a generated one is its prefix and last four characters", () => {
    const key = generateKey();
    expect(hintOf(key)).to.equal(`pask_…${key.slice(-4)}`);
  });
  const cases = [
    ["a custom key of 16 characters", "abcdefghijklmnop", "…mnop"],
    ["a custom key of 15 characters", "abcdefghijklmno", "…"],
    ["one character", "k", "…"],
    ["a key that ends in pictures", `${"k".repeat(16)}🔑🔑🔑🔑🔑`, "…🔑🔑🔑🔑"],
    ["the longest", `${"k".repeat(252)}1234`, "…1234"],
    ["a short key with the prefix of generated ones", "pask_hunter2", "…"],
    ["the prefix alone", "pask_", "…"],
    ["the prefix and 15 characters", "pask_abcdefghijklmno", "…"],
    ["the prefix and 16 characters", "pask_abcdefghijklmnop", "pask_…mnop"],
  ] as const;
  for (const [name, key, hint] of cases)
    it(`of ${name} is ${hint}`, () => expect(hintOf(key)).to.equal(hint));
});
