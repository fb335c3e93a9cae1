import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { Scratch } from "#src/evidence/tokens/jws/scratch.js";

/** Canonical by the definition: what its bytes encode to (RFC 4648 §3.5). */
const canonical = (text: string) => Buffer.from(text, "base64url").toString("base64url") === text;

describe("Scratch", () => {
  let scratch: Scratch;
  before(() => void (scratch = new Scratch()));
  const accepts = (text: string) => scratch.base64url(text) !== undefined;

  it("decodes what bytes of any number encode to", () => {
    for (let size = 0; size < 600; size++) {
      const bytes = randomBytes(size);
      expect(scratch.base64url(bytes.toString("base64url"))).to.deep.equal(bytes);
    }
  });

  it("takes a text exactly when it is canonical: every character at every place of the last eight", () => {
    for (const base of ["", "QUJD", randomBytes(90).toString("base64url")])
      for (let length = 1; length <= 8; length++)
        for (let place = 0; place < length; place++)
          for (let code = 0; code < 300; code++) {
            const letters = "A".repeat(length);
            const text =
              base + letters.slice(0, place) + String.fromCharCode(code) + letters.slice(place + 1);
            expect(accepts(text), `${JSON.stringify(text)}`).to.equal(canonical(text));
          }
  });

  it("takes no padding, no standard base64, no whitespace, no loose last bits", () => {
    for (const text of ["QQ==", "QUI=", "QQ=", "+/+/", "Q U I", "QUJD\n", "QR", "QUJ", "A", "AAAAA", "QUJDé"])
      expect(accepts(text), text).to.equal(false);
  });

  it("grows with the text, and forgets nothing of a longer one before it", () => {
    const long = randomBytes(20_000);
    expect(scratch.base64url(long.toString("base64url"))).to.deep.equal(long);
    expect(scratch.base64url("QUJD")!.toString()).to.equal("ABC");
    expect(scratch.latin1("header.payload").toString()).to.equal("header.payload");
    expect(new Scratch().latin1("x".repeat(5_000))).to.have.length(5_000);
  });
});
