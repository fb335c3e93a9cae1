import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { readExtensions } from "#src/policies/connection/extensions.js";

/** An element in DER. */
function element(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x10000
          ? [0x82, length >> 8, length & 0xff]
          : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
const hex = (text: string) => Buffer.from(text, "hex");
const sequence = (...content: readonly Buffer[]) => element(0x30, ...content);
const octets = (...content: readonly Buffer[]) => element(0x04, ...content);
const TRUE = element(0x01, hex("ff"));
const FALSE = element(0x01, hex("00"));
const BASIC = "551d13";
const NAMES = "551d1e";
const UNKNOWN = "2a0304";

const extension = (id: string, value: Buffer, ...critical: readonly Buffer[]) =>
  sequence(element(0x06, hex(id)), ...critical, octets(value));
const basic = (...content: readonly Buffer[]) => extension(BASIC, sequence(...content), TRUE);
/** A certificate with these extensions after a field of so many bytes. */
const certificate = (extensions: Buffer, field = 10) =>
  sequence(sequence(element(0x02, Buffer.alloc(field, 1)), extensions), sequence());
const withExtensions = (...list: readonly Buffer[]) => certificate(element(0xa3, sequence(...list)));
const read = (...list: readonly Buffer[]) => readExtensions(withExtensions(...list));

const NOTHING = { pathLength: undefined, isRestricted: false };

describe("extensions of a certificate", () => {
  it("none restrict nothing", () => {
    expect(readExtensions(sequence(sequence(element(0x02, hex("01")))))).to.deep.equal(NOTHING);
    expect(read()).to.deep.equal(NOTHING);
    expect(readExtensions(makeCertificate({ subject: "leaf" }).certificate.raw)).to.include(NOTHING);
  });

  it("are found after fields of any length", () => {
    for (const field of [1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000]) {
      const der = certificate(element(0xa3, sequence(extension(NAMES, hex("00")))), field);
      expect(readExtensions(der), String(field)).to.deep.equal({ pathLength: undefined, isRestricted: true });
    }
  });

  describe("the length of the path", () => {
    const rows: readonly (readonly [
      what: string,
      content: readonly Buffer[],
      pathLength: number | undefined,
    ])[] = [
      ["none", [], undefined],
      ["an authority without one", [TRUE], undefined],
      ["0", [TRUE, element(0x02, hex("00"))], 0],
      ["3", [TRUE, element(0x02, hex("03"))], 3],
      ["127", [TRUE, element(0x02, hex("7f"))], 127],
      ["two bytes", [TRUE, element(0x02, hex("012c"))], 300],
      ["six bytes", [TRUE, element(0x02, hex("0102030405ff"))], 0x0102030405ff],
      ["more than can be counted", [TRUE, element(0x02, hex("010000000000000000"))], 0x010000000000],
    ];
    for (const [what, content, pathLength] of rows)
      it(what, () => expect(read(basic(...content))).to.deep.equal({ pathLength, isRestricted: false }));

    it("stands beside other extensions, in any order", () => {
      const list = [basic(TRUE, element(0x02, hex("02"))), extension(UNKNOWN, hex("00"))];
      expect(read(...list)).to.deep.equal({ pathLength: 2, isRestricted: false });
      expect(read(...list.toReversed())).to.deep.equal({ pathLength: 2, isRestricted: false });
      const none = [basic(TRUE), extension(NAMES, hex("00"))];
      expect(read(...none)).to.deep.equal({ pathLength: undefined, isRestricted: true });
    });
    it("that is empty or negative cannot be read", () => {
      for (const number of ["", "80", "ff", "ff01"])
        expect(read(basic(TRUE, element(0x02, hex(number)))), number).to.equal(undefined);
    });
    it("in anything but a list cannot be read", () => {
      for (const value of ["", "30", "3005", "0101"])
        expect(read(extension(BASIC, hex(value)))?.pathLength, value).to.equal(undefined);
      expect(read(extension(BASIC, hex("3005020103")))).to.equal(undefined);
    });
  });

  describe("restrict the chain", () => {
    it("by names, critical or not", () => {
      for (const critical of [[], [TRUE], [FALSE]])
        expect(read(extension(NAMES, hex("00"), ...critical))).to.include({ isRestricted: true });
    });
    it("when they are critical and not evaluated", () => {
      expect(read(extension(UNKNOWN, hex("00"), TRUE))).to.include({ isRestricted: true });
      // DER says ff; other encoders write other numbers.
      expect(read(extension(UNKNOWN, hex("00"), element(0x01, hex("01"))))).to.include({
        isRestricted: true,
      });
      for (const critical of [[], [FALSE]])
        expect(read(extension(UNKNOWN, hex("00"), ...critical))).to.include({ isRestricted: false });
    });
    it("not when they are evaluated: usage, alternative names, policies", () => {
      for (const id of ["551d0f", "551d11", "551d12", "551d20", "551d25"])
        expect(read(extension(id, hex("00"), TRUE)), id).to.include({ isRestricted: false });
      expect(read(basic())).to.include({ isRestricted: false });
    });
    it("one of several is enough", () => {
      const list = [extension("551d0f", hex("00"), TRUE), extension(UNKNOWN, hex("00"), TRUE), basic()];
      expect(read(...list)).to.include({ isRestricted: true });
    });
  });

  describe("that cannot be read", () => {
    const id = element(0x06, hex(UNKNOWN));
    const rows: readonly (readonly [what: string, der: Buffer])[] = [
      ["nothing", Buffer.alloc(0)],
      ["an empty certificate", sequence()],
      ["no list", certificate(element(0xa3))],
      ["no elements in the list", certificate(element(0xa3, sequence(hex("30"))))],
      ["an empty extension", withExtensions(sequence())],
      ["only an id", withExtensions(sequence(id))],
      ["only a value", withExtensions(sequence(octets(hex("00"))))],
      ["a number as id", withExtensions(sequence(element(0x02, hex(UNKNOWN)), octets(hex("00"))))],
      ["a text as value", withExtensions(sequence(id, element(0x0c, hex("00"))))],
      ["no value after critical", withExtensions(sequence(id, TRUE))],
      ["an extension whose content is cut off", withExtensions(sequence(id, hex("0405")))],
      ["a second extension that cannot be read", withExtensions(extension(UNKNOWN, hex("00")), sequence())],
      // BER, which is no DER: a length without an end, and one of four bytes.
      [
        "a length without an end",
        sequence(Buffer.concat([hex("3080"), element(0x02, hex("01")), hex("0000")])),
      ],
      ["a length of four bytes", sequence(Buffer.concat([hex("308400000003"), element(0x02, hex("01"))]))],
      ["a length that is longer than the rest", hex("300930078a")],
      ["a length whose bytes are missing", hex("3003308201")],
    ];
    for (const [what, der] of rows) it(what, () => expect(readExtensions(der)).to.equal(undefined));

    it("a certificate that is cut off anywhere", () => {
      const der = withExtensions(basic(TRUE, element(0x02, hex("02"))), extension(UNKNOWN, hex("00")));
      for (let length = 0; length < der.length; length++)
        expect(readExtensions(der.subarray(0, length)), String(length)).to.equal(undefined);
      expect(readExtensions(der)).to.include({ pathLength: 2 });
    });
  });
});
