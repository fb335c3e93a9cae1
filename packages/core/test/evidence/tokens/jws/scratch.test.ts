import { expect } from "chai";
import fc from "fast-check";
import { isUtf8 } from "node:buffer";
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

  it("gives the text of an object exactly when its bytes are UTF-8, a replacement character in it included", () => {
    const few = fc.constantFrom(0x20, 0x41, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xef, 0xbd, 0xf0, 0xff);
    const pieces = fc.oneof(fc.array(few, { maxLength: 6 }), fc.constant([0xef, 0xbf, 0xbd]));
    fc.assert(
      fc.property(fc.constantFrom("{", " \n\t\r{"), pieces, pieces, (start, one, other) => {
        const bytes = Buffer.concat([Buffer.from(start), Buffer.from(one), Buffer.from(other)]);
        const expected = isUtf8(bytes) ? bytes.toString() : undefined;
        expect(scratch.base64urlObject(bytes.toString("base64url"))).to.equal(expected);
      }),
    );
    for (const text of ["", " ", "[]", " x{", "\u00a0{"])
      expect(scratch.base64urlObject(Buffer.from(text).toString("base64url")), text).to.equal(undefined);
  });
});
