import { expect } from "chai";
import { contextOf, expectLost, expectRule, read } from "../support.js";

const limit = (attributes: string, children = "") => `<rate-limit ${attributes}>${children}</rate-limit>`;
const quota = (attributes: string, children = "") => `<quota ${attributes}>${children}</quota>`;
const amounts = 'calls="20" renewal-period="60"';
const standard = { kind: "rate", calls: 20, period: 60, by: "subscription" };

describe("rate-limit", () => {
  const rows: readonly (readonly [what: string, xml: string, member: object, ...codes: string[]])[] = [
    ["calls and a period", limit(amounts), {}],
    ["white space around numbers", limit('calls=" 20 " renewal-period="60"'), {}],
    [
      "variables for numbers",
      limit('calls="{{calls}}" renewal-period="${period}"'),
      { calls: "${env:CALLS}", period: "${env:PERIOD}" },
      ...["named-value", "placeholder"],
    ],
    [
      "names of headers, as they are written",
      limit(
        `${amounts} retry-after-header-name="X-Wait" remaining-calls-header-name="X-Left" total-calls-header-name="X-All"`,
      ),
      { headers: { retryAfter: "X-Wait", remaining: "X-Left", total: "X-All" } },
    ],
    ["one header", limit(`${amounts} total-calls-header-name="X-All"`), { headers: { total: "X-All" } }],
    ["another header", limit(`${amounts} remaining-calls-header-name="X"`), { headers: { remaining: "X" } }],
    ["the third header", limit(`${amounts} retry-after-header-name="X"`), { headers: { retryAfter: "X" } }],
    ["an empty header", limit(`${amounts} retry-after-header-name=""`), {}],
    [
      "variables of the gateway",
      limit(`id="a" ${amounts} retry-after-variable-name="a" remaining-calls-variable-name="b"`),
      {},
    ],
    [
      "parts",
      limit(
        amounts,
        `<api name="Orders" calls="10" renewal-period="30"><operation id="create" name="Create" calls="2" renewal-period="5" /></api>
         <api id="audit" name="Audit" calls="1" renewal-period="2" />`,
      ),
      {
        parts: [
          { api: "Orders", calls: 10, period: 30, parts: [{ operation: "create", calls: 2, period: 5 }] },
          { api: "audit", calls: 1, period: 2 },
        ],
      },
    ],
    [
      "an API without a limit that is not of its operations",
      limit(amounts, '<api name="a"><operation name="b" calls="1" renewal-period="2" /></api>'),
      { parts: [{ api: "a", parts: [{ operation: "b", calls: 1, period: 2 }] }] },
    ],
  ];
  for (const [what, xml, member, ...codes] of rows)
    it(what, () => expectRule(read(xml), { ...standard, ...member }, ...codes));

  const lost: readonly (readonly [what: string, xml: string, ...codes: string[]])[] = [
    ["no calls", limit('renewal-period="60"'), "unreadable"],
    ["no period", limit('calls="60"'), "unreadable"],
    ["computed calls", limit('calls="@(20)" renewal-period="60"'), "expression"],
    ["calls that are no number", limit('calls="many" renewal-period="60"'), "unreadable"],
    ["calls below zero", limit('calls="-1" renewal-period="60"'), "unreadable"],
    ["calls in parts", limit('calls="1${x}" renewal-period="60"'), "unreadable"],
    ["calls of two variables", limit('calls="${x}${y}" renewal-period="60"'), "unreadable"],
    ["calls beyond numbers", limit('calls="1234567890123456" renewal-period="60"'), "unreadable"],
    ["bandwidth", limit(`${amounts} bandwidth="1"`), "unknown-element"],
    ["a part without a name", limit(amounts, '<api calls="1" renewal-period="2" />'), "unreadable"],
    ["a part without amounts", limit(amounts, '<api name="a" />'), "unreadable"],
    [
      "an operation without amounts",
      limit(amounts, '<api name="a"><operation name="b" /></api>'),
      "unreadable",
    ],
    [
      "an operation without a name",
      limit(amounts, '<api name="a"><operation calls="1" /></api>'),
      "unreadable",
    ],
    ["a computed part", limit(amounts, '<api name="a" calls="@(1)" renewal-period="2" />'), "expression"],
    ["an operation outside of an API", limit(amounts, '<operation name="a" calls="1" />'), "unknown-element"],
  ];
  for (const [what, xml, ...codes] of lost) it(`${what} is lost`, () => expectLost(read(xml), ...codes));

  it("tells that headers of a part are left out", () => {
    const attributes = 'calls="1" renewal-period="2" remaining-calls-header-name="X"';
    const { rule, findings } = read(limit(amounts, `<api name="a" ${attributes} />`));
    expect(rule).to.deep.equal({ ...standard, parts: [{ api: "a", calls: 1, period: 2 }] });
    expect(findings.map(({ severity, code }) => [severity, code])).to.deep.equal([["info", "unrelated"]]);
    const plain = read(
      limit(amounts, '<api name="a" calls="1" renewal-period="2" retry-after-variable-name="x" />'),
    );
    expect(plain.findings).to.deep.equal([]);
  });
});

describe("quota", () => {
  const standardQuota = { kind: "quota", calls: 500, period: 86400, by: "subscription" };
  const rows: readonly (readonly [what: string, xml: string, rule: object])[] = [
    ["calls", quota('calls="500" renewal-period="86400"'), standardQuota],
    [
      "kilobytes",
      quota('bandwidth="40000" renewal-period="0"'),
      { kind: "quota", bandwidth: 40000, period: 0, by: "subscription" },
    ],
    [
      "parts, whose period is that of the whole",
      quota(
        'calls="500" renewal-period="86400"',
        '<api name="a" bandwidth="9"><operation name="b" calls="1" bandwidth="2" /></api>',
      ),
      {
        ...standardQuota,
        parts: [{ api: "a", bandwidth: 9, parts: [{ operation: "b", calls: 1, bandwidth: 2 }] }],
      },
    ],
    [
      "a part in kilobytes",
      quota('calls="500" renewal-period="86400"', '<api name="a" bandwidth="9" renewal-period="60" />'),
      { ...standardQuota, parts: [{ api: "a", bandwidth: 9, period: 60 }] },
    ],
  ];
  for (const [what, xml, rule] of rows) it(what, () => expectRule(read(xml), rule));

  it("without calls and kilobytes is lost", () =>
    expectLost(read(quota('renewal-period="60"')), "unreadable"));
  it("has no headers", () =>
    expectLost(read(quota('calls="1" renewal-period="6" retry-after-header-name="X"')), "unknown-element"));
});

describe("limits per subscription at other scopes", () => {
  for (const xml of [limit(amounts), quota(amounts)]) {
    it(`${xml.slice(1, 6)}: the global scope does not allow them`, () =>
      expectLost(read(xml, contextOf({ scope: "global" })), "section"));

    for (const scope of ["product:a", "api:a", "operation:a/b", "fragment:a"] as const)
      it(`${xml.slice(1, 6)}: ${scope} does`, () =>
        expect(read(xml, contextOf({ scope }))).to.have.property("rule"));
  }
});
