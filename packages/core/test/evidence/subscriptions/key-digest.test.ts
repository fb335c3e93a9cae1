import { createHash } from "node:crypto";
import { digestKey, pepperId } from "#src/repositories/index.js";
import { expect } from "chai";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");

describe("digestKey with a pepper", () => {
  it("is one SHA-256 over pepper, NUL and key", () => {
    expect(digestKey("key-1", "pepper-1")).to.equal(sha256("pepper-1\0key-1"));
  });
  it("without one, or with an empty one, is SHA-256 of the key", () => {
    expect(digestKey("key-1")).to.equal(sha256("key-1"));
    expect(digestKey("key-1", "")).to.equal(sha256("key-1"));
  });
  it("is another digest for every pepper and every key", () => {
    const made = ["", "a", "b", "ab"].flatMap((pepper) =>
      ["k", "K", "bk"].map((key) => digestKey(key, pepper)),
    );
    expect(new Set(made).size).to.equal(made.length);
  });
  it("keeps pepper and key apart: moving a letter from one to the other changes it", () => {
    expect(digestKey("bc", "a")).to.not.equal(digestKey("c", "ab"));
  });
  it("always has 43 characters", () => {
    for (const key of ["", "k", "ü", "k".repeat(256)]) expect(digestKey(key, "pepper")).to.have.length(43);
  });
});

describe("pepperId", () => {
  it("names a pepper with eight characters, the same every time", () => {
    expect(pepperId("pepper-1"))
      .to.match(/^[\w-]{8}$/)
      .and.equal(pepperId("pepper-1"));
  });
  it("is what stands at rest since the first release", () => {
    expect(pepperId("pepper-1")).to.equal(sha256("pepper-id\0pepper-1").slice(0, 8));
  });
  it("is another one for another pepper", () => {
    const names = Array.from({ length: 1000 }, (_, i) => pepperId(`pepper-${i}`));
    expect(new Set(names).size).to.equal(1000);
  });
  it("is not the beginning of a digest of the pepper, with or without a key", () => {
    expect(sha256("pepper-1").startsWith(pepperId("pepper-1"))).to.equal(false);
    expect(digestKey("", "pepper-1").startsWith(pepperId("pepper-1"))).to.equal(false);
  });
});
