import { expect } from "chai";
import { checkHeader } from "#src/evidence/tokens/issuers/header.js";

const RULES = { algorithms: ["RS256", "PS256"], types: ["jwt", "at+jwt"], kidRequired: true } as const;
const GOOD = { alg: "RS256", kid: "k1" };

describe("checkHeader: accepted", () => {
  const cases = [
    ["the least there can be", GOOD],
    ["any algorithm of the list", { ...GOOD, alg: "PS256" }],
    ["typ JWT", { ...GOOD, typ: "JWT" }],
    ["typ in any case (RFC 7519 §5.1)", { ...GOOD, typ: "AT+jwt" }],
    ["members nobody looks at", { ...GOOD, x5t: "a", jku: "https://evil.example", cty: "JWT" }],
    ["a kid of 256 characters", { ...GOOD, kid: "k".repeat(256) }],
  ] as const;
  for (const [what, header] of cases) {
    it(what, () => void expect(checkHeader(header, RULES)).to.equal(undefined));
  }
  it("no kid, where none is demanded", () => {
    expect(checkHeader({ alg: "RS256" }, { ...RULES, kidRequired: false })).to.equal(undefined);
  });
});

describe("checkHeader: refused", () => {
  const algorithm = (actual: string) => ({
    code: "token_algorithm",
    expected: "alg RS256 or PS256",
    actual,
  });
  const none = (member: string) => ({ code: "token_header", expected: `no ${member} in the header` });
  const type = (actual: string) => ({ code: "token_header", expected: "typ jwt or at+jwt", actual });
  const kid = (actual: string) => ({ code: "token_header", expected: "kid as a short string", actual });
  const cases = [
    [{ alg: "none" }, algorithm("none")],
    [{ alg: "HS256" }, algorithm("HS256")],
    [{ alg: "rs256" }, algorithm("rs256")],
    [{ alg: ["RS256"] }, algorithm('["RS256"]')],
    [{ alg: undefined }, algorithm("nothing")],
    // RFC 7515 §4.1.11: what we do not know and must understand; RFC 7797; members of a JWE
    [{ crit: ["exp"] }, none("crit")],
    [{ crit: null }, none("crit")],
    [{ b64: true }, none("b64")],
    [{ enc: "A256GCM" }, none("enc")],
    [{ zip: "DEF" }, none("zip")],
    [{ typ: "dpop+jwt" }, type("dpop+jwt")],
    [{ typ: "" }, type("")],
    [{ typ: null }, type("null")],
    [{ typ: ["jwt"] }, type('["jwt"]')],
    [{ kid: undefined }, kid("nothing")],
    [{ kid: "" }, kid("")],
    [{ kid: null }, kid("null")],
    [{ kid: ["k1"] }, kid('["k1"]')],
    [{ kid: 1 }, kid("1")],
    [{ kid: "k".repeat(257) }, kid(`${"k".repeat(120)}…`)],
  ] as const;
  for (const [over, finding] of cases) {
    it(`${JSON.stringify(over).slice(0, 60)} of ${Object.keys(over).join()}: ${finding.expected}`, () => {
      const header = Object.entries({ ...GOOD, ...over }).filter(([, value]) => value !== undefined);
      expect(checkHeader(Object.fromEntries(header), RULES)).to.deep.equal(finding);
    });
  }
  for (const over of [{ kid: "" }, { kid: ["k1"] }]) {
    it(`${JSON.stringify(over)}, also where no kid is demanded`, () => {
      const found = checkHeader({ ...GOOD, ...over }, { ...RULES, kidRequired: false });
      expect(found).to.include({ expected: "kid as a short string" });
    });
  }
});
