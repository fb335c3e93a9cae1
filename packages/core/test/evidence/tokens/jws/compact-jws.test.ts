import { expect } from "chai";
import { CompactJwsReader, type CompactJws } from "#src/evidence/tokens/jws/compact-jws.js";
import { own } from "#src/lib/json-object.js";

const base64url = (text: string | Buffer) => Buffer.from(text).toString("base64url");
const HEADER = base64url('{"alg":"RS256","kid":"k1"}');
const PAYLOAD = base64url('{"sub":"me","name":"Zoë ✓"}');
const SIGNATURE = base64url(Buffer.from([0xfb, 0xef, 0xff, 0x01]));
const GOOD = `${HEADER}.${PAYLOAD}.${SIGNATURE}`;

const read = (token: string) => new CompactJwsReader().read(token);
const withPayload = (payload: string | Buffer) => `${HEADER}.${base64url(payload)}.${SIGNATURE}`;
const withHeader = (header: string | Buffer) => `${base64url(header)}.${PAYLOAD}.${SIGNATURE}`;

describe("a compact JWS (RFC 7515 §7.1)", () => {
  it("is taken apart", () => {
    expect(read(GOOD)).to.deep.equal({
      header: { alg: "RS256", kid: "k1" },
      payload: { sub: "me", name: "Zoë ✓" },
      payloadText: PAYLOAD,
      isNarrow: false,
      signingInput: `${HEADER}.${PAYLOAD}`,
      signature: "--__AQ",
    });
  });

  it("knows that a payload is narrow only without other characters and escapes of them", () => {
    const isNarrow = (payload: string) => (read(withPayload(payload)) as CompactJws).isNarrow;
    expect(isNarrow('{"sub":"me"}')).to.equal(true);
    for (const text of ["\u0416", "\u00e9", "\\u0416", "\\u0041", "\u{1f600}", "\ufffd"])
      expect(isNarrow(`{"sub":"${text}"}`), text).to.equal(false);
  });

  it("gives the same header for the same text, and another one for another", () => {
    const reader = new CompactJwsReader();
    const headers = [GOOD, withHeader('{"alg":"none"}'), GOOD, GOOD].map(
      (token) => (reader.read(token) as CompactJws).header,
    );
    expect(headers[1]).to.deep.equal({ alg: "none" });
    expect(headers[2]).to.equal(headers[0]);
    expect(headers[3]).to.equal(headers[0]);
  });

  it("gives the bytes that were signed, and those of the signature", () => {
    const reader = new CompactJwsReader();
    const { input, signature } = reader.signedBytes(reader.read(GOOD) as CompactJws);
    expect(input.toString()).to.equal(`${HEADER}.${PAYLOAD}`);
    expect(signature).to.deep.equal(Buffer.from([0xfb, 0xef, 0xff, 0x01]));
  });

  const PARTS = "three parts";
  const IN_SIGNATURE = "a base64url signature";
  const IN_HEADER = "a header that is a JSON object";
  const IN_PAYLOAD = "a payload that is a JSON object";
  const cases: readonly (readonly [name: string, token: string, expected: string])[] = [
    ["nothing", "", PARTS],
    ["one part", HEADER, PARTS],
    ["two parts", `${HEADER}.${PAYLOAD}`, PARTS],
    ["four parts", `${GOOD}.${SIGNATURE}`, PARTS],
    ["five parts, a JWE (RFC 7516 §7.1)", `${HEADER}.a.b.c.d`, PARTS],
    ["a dot at the end", `${GOOD}.`, PARTS],
    ["no header", `.${PAYLOAD}.${SIGNATURE}`, PARTS],
    ["a header of one character", `A.${PAYLOAD}.${SIGNATURE}`, IN_HEADER],
    ["no payload, as when detached (RFC 7797)", `${HEADER}..${SIGNATURE}`, IN_PAYLOAD],
    ["no signature, as with alg none", `${HEADER}.${PAYLOAD}.`, IN_SIGNATURE],
    ["dots alone", "..", PARTS],

    ["a padded signature", `${HEADER}.${PAYLOAD}.${SIGNATURE}==`, IN_SIGNATURE],
    ["a padded payload", `${HEADER}.${base64url('{"a":1}')}=.${SIGNATURE}`, IN_PAYLOAD],
    ["a padded header", `${base64url('{"alg":1}')}=.${PAYLOAD}.${SIGNATURE}`, IN_HEADER],
    [
      "the standard alphabet in the signature",
      `${HEADER}.${PAYLOAD}.${SIGNATURE.replaceAll("-", "+").replaceAll("_", "/")}`,
      IN_SIGNATURE,
    ],
    [
      "the standard alphabet in the payload",
      `${HEADER}.${Buffer.from('{"a":"~~~?>"}').toString("base64").replaceAll("=", "")}.${SIGNATURE}`,
      IN_PAYLOAD,
    ],
    ["a space in front", ` ${GOOD}`, IN_HEADER],
    ["a space behind", `${GOOD} `, IN_SIGNATURE],
    ["a space inside", GOOD.replace(".", " ."), IN_HEADER],
    ["a newline inside", `${HEADER}.\n${PAYLOAD}.${SIGNATURE}`, IN_PAYLOAD],
    ["a newline behind", `${GOOD}\n`, IN_SIGNATURE],
    ["a tab inside", `${HEADER}.${PAYLOAD}\t.${SIGNATURE}`, IN_PAYLOAD],
    ["a NUL behind", `${GOOD}\0`, IN_SIGNATURE],
    ["a letter of another script", `${HEADER}.${PAYLOAD}.${SIGNATURE}ж`, IN_SIGNATURE],
    ["loose last bits in the signature (RFC 4648 §3.5)", `${HEADER}.${PAYLOAD}.AB`, IN_SIGNATURE],
    [
      "loose last bits in the payload",
      `${HEADER}.${base64url('{"a":1}').slice(0, -1)}R.${SIGNATURE}`,
      IN_PAYLOAD,
    ],
    ["a single character", `${HEADER}.${PAYLOAD}.A`, IN_SIGNATURE],

    ["a payload that is not JSON", withPayload("me"), IN_PAYLOAD],
    ["a payload of white space", withPayload(" \t\r\n"), IN_PAYLOAD],
    ["a payload of nothing but a NUL", withPayload("\0"), IN_PAYLOAD],
    ["another kind of space before the object", withPayload('\v{"sub":"me"}'), IN_PAYLOAD],
    ["a payload that is cut off", withPayload('{"sub":"me"'), IN_PAYLOAD],
    ["two payloads", withPayload('{"sub":"me"}{}'), IN_PAYLOAD],
    ["a payload with a comment", withPayload('{"sub":"me"}//'), IN_PAYLOAD],
    ["a payload with NaN", withPayload('{"exp":NaN}'), IN_PAYLOAD],
    ["a list as payload", withPayload('["me"]'), IN_PAYLOAD],
    ["a text as payload", withPayload('"me"'), IN_PAYLOAD],
    ["a number as payload", withPayload("1"), IN_PAYLOAD],
    ["null as payload", withPayload("null"), IN_PAYLOAD],
    ["a byte order mark", withPayload('\ufeff{"sub":"me"}'), IN_PAYLOAD],
    ["invalid UTF-8", withPayload(Buffer.from('{"sub":"\xff"}', "latin1")), IN_PAYLOAD],
    ["overlong UTF-8", withPayload(Buffer.from('{"sub":"\xc0\xaf"}', "latin1")), IN_PAYLOAD],
    ["a surrogate in UTF-8", withPayload(Buffer.from('{"sub":"\xed\xa0\x80"}', "latin1")), IN_PAYLOAD],
    ["UTF-16", withPayload(Buffer.from('{"sub":"me"}', "utf16le")), IN_PAYLOAD],
    ["a list as header", withHeader('["RS256"]'), IN_HEADER],
    ["a text as header", withHeader('"RS256"'), IN_HEADER],
    ["null as header", withHeader("null"), IN_HEADER],
    ["a header that is not JSON", withHeader("alg"), IN_HEADER],
    ["invalid UTF-8 in the header", withHeader(Buffer.from('{"a":"\xff"}', "latin1")), IN_HEADER],
  ];
  for (const [name, token, expected] of cases) {
    it(`token_malformed: ${name}`, () => {
      expect(read(token)).to.deep.equal({ code: "token_malformed", expected });
    });
  }

  it("may have white space around its objects (RFC 8259 §2)", () => {
    const found = read(withPayload(' \t\r\n{"sub":"me"}\n')) as CompactJws;
    expect(found.payload).to.deep.equal({ sub: "me" });
  });
  it("may be nested as deeply as it is long", () => {
    const depth = 1_000_000;
    const found = read(withPayload(`{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`)) as CompactJws;
    expect(found.payload).to.have.all.keys("a");
  });
  it("keeps the last of two members of one name (RFC 7515 §4 allows it)", () => {
    expect((read(withPayload('{"sub":"a","sub":"b"}')) as CompactJws).payload).to.deep.equal({ sub: "b" });
  });
});

describe("members of a parsed object", () => {
  const payload = () => (read(withPayload('{"__proto__":{"roles":["Admin"]},"a":1}')) as CompactJws).payload;
  const cases = [
    ["of its own", "a", 1],
    ["missing", "b", undefined],
    ["inherited from Object.prototype", "toString", undefined],
    ["constructor", "constructor", undefined],
    ["inside a __proto__ that was sent", "roles", undefined],
  ] as const;
  for (const [name, member, expected] of cases) {
    it(`${name}: ${String(expected)}`, () => {
      expect(own(payload(), member)).to.equal(expected);
    });
  }
  it("a sent __proto__ is a member like any other and pollutes nothing", () => {
    expect(own(payload(), "__proto__")).to.deep.equal({ roles: ["Admin"] });
    expect({}).to.not.have.property("roles");
  });
});

describe("remembered headers", () => {
  const token = (kid: string) => withHeader(JSON.stringify({ alg: "RS256", kid }));
  const headerOf = (reader: CompactJwsReader, kid: string) => (reader.read(token(kid)) as CompactJws).header;

  it("one that repeats is parsed once", () => {
    const reader = new CompactJwsReader();
    expect(headerOf(reader, "k1")).to.equal(headerOf(reader, "k1"));
  });
  it("are 64 at most", () => {
    const reader = new CompactJwsReader();
    const [first, second] = [headerOf(reader, "first"), headerOf(reader, "second")];
    for (let i = 0; i < 63; i++) headerOf(reader, `k${i}`);
    expect(headerOf(reader, "second"), "the second of 65").to.equal(second);
    expect(headerOf(reader, "first"), "the first of 65").to.not.equal(first);
  });
  it("are never long ones", () => {
    const reader = new CompactJwsReader();
    const long = "k".repeat(400);
    expect(headerOf(reader, long)).to.deep.equal(headerOf(reader, long));
    expect(headerOf(reader, long)).to.not.equal(headerOf(reader, long));
  });
  it("are those of 512 characters at most", () => {
    const reader = new CompactJwsReader();
    const ofLength = (characters: number) => {
      const around = JSON.stringify({ alg: "RS256", kid: "" }).length;
      return headerOf(reader, "k".repeat((characters / 4) * 3 - around));
    };
    expect(ofLength(512)).to.equal(ofLength(512));
    expect(ofLength(516)).to.not.equal(ofLength(516));
  });
});
