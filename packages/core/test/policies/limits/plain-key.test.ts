import { expect } from "chai";
import { plainKey } from "#src/policies/limits/plain-key.js";

describe("plainKey", () => {
  const odd = [
    "",
    "k",
    "x6100",
    "a",
    "\0",
    "a\0b",
    "\ud800",
    "\udc00",
    "\ufffd",
    "😀",
    "\ud83d",
    "\ude00\ud83d",
  ];

  it("keeps different keys different, in text that UTF-8 and PostgreSQL keep", () => {
    const written = odd.map(plainKey);
    expect(new Set(written).size).to.equal(odd.length);
    for (const text of written) {
      expect(Buffer.from(text).toString()).to.equal(text);
      expect(text).not.to.contain("\0");
    }
  });
});
