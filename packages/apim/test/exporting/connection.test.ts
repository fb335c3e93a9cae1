import { expect } from "chai";
import { CLOSED, exportedApi } from "./written.js";

const check = { failedCheckHttpCode: 401, failedCheckErrorMessage: "No.", ignoreCase: false };

describe("export of connection policies", () => {
  for (const [what, ipFilter, lines, findings] of [
    [
      "addresses, networks and ranges",
      {
        action: "allow",
        addresses: ["192.0.2.1", "198.51.100.0/25", "0.0.0.0/0"],
        addressRanges: [{ from: "203.0.113.1", to: "203.0.113.9" }],
      },
      [
        '<ip-filter action="allow">',
        "<address>192.0.2.1</address>",
        '<address-range from="198.51.100.0" to="198.51.100.127" />',
        '<address-range from="0.0.0.0" to="255.255.255.255" />',
        '<address-range from="203.0.113.1" to="203.0.113.9" />',
        "</ip-filter>",
      ],
      [],
    ],
    [
      "a variable",
      { action: "forbid", addresses: ["${env:BAD}"] },
      ['<ip-filter action="forbid">', "<address>{{BAD}}</address>", "</ip-filter>"],
      [],
    ],
    [
      "IPv6 beside IPv4 that may call: it may not",
      { action: "allow", addresses: ["192.0.2.1", "2001:db8::/32", "::1"] },
      ['<ip-filter action="allow">', "<address>192.0.2.1</address>", "</ip-filter>"],
      ["difference export-stricter apis.orders.ipFilter"],
    ],
    [
      "IPv6 alone",
      { action: "allow", addressRanges: [{ from: "2001:db8::1", to: "2001:db8::9" }] },
      CLOSED,
      ["lost export-policy apis.orders.ipFilter"],
    ],
    [
      "IPv6 that is forbidden",
      { action: "forbid", addresses: ["192.0.2.1", "::ffff:192.0.2.2"] },
      CLOSED,
      ["lost export-policy apis.orders.ipFilter"],
    ],
  ] as const)
    it(`ipFilter: ${what}`, () => {
      const { inbound, findings: found } = exportedApi({ ipFilter });
      expect({ inbound, found }).to.deep.equal({ inbound: lines, found: findings });
    });

  it("checkHeader: values, texts that XML escapes, and a secret that becomes a named value", () => {
    const { inbound, files } = exportedApi({
      checkHeader: [
        { ...check, name: "X-A", values: ["a", "b"], failedCheckErrorMessage: 'Not <"A"> & B' },
        { ...check, name: "X-Api-Key", values: ["one", "two"], ignoreCase: true },
        { ...check, name: "X-Token", values: ["${env:TOKEN}"] },
      ],
    });
    const common = 'failed-check-httpcode="401"';
    expect(inbound).to.deep.equal([
      `<check-header name="X-A" ${common} failed-check-error-message="Not &lt;&quot;A&quot;&gt; &amp; B" ignore-case="false">`,
      ...["<value>a</value>", "<value>b</value>", "</check-header>"],
      `<check-header name="X-Api-Key" ${common} failed-check-error-message="No." ignore-case="true">`,
      ...["<value>{{HEADER_X_API_KEY}}</value>", "<value>{{HEADER_X_API_KEY_2}}</value>", "</check-header>"],
      `<check-header name="X-Token" ${common} failed-check-error-message="No." ignore-case="false">`,
      ...["<value>{{TOKEN}}</value>", "</check-header>"],
    ]);
    const values = [...files].filter(([path]) => path.startsWith("named values/"));
    expect(values.map(([path, text]) => [path.split("/")[1], JSON.parse(text) as unknown])).to.deep.equal(
      ["HEADER_X_API_KEY", "HEADER_X_API_KEY_2", "TOKEN"].map((displayName) => [
        displayName,
        { properties: { displayName, secret: true } },
      ]),
    );
    expect([...files.values()].join("")).to.not.include("one");
  });

  for (const [what, text] of [
    ["a named value", "use {{name}}"],
    ["an expression", " @(context.Request)"],
    ["a control character", "a\u0001b"],
    ["half a character", "a\ud800"],
  ] as const)
    it(`checkHeader: a text that a document would read as ${what} closes the API`, () => {
      const { inbound, findings } = exportedApi({
        checkHeader: [{ ...check, name: "X-A", failedCheckErrorMessage: text }],
      });
      expect(inbound).to.deep.equal(CLOSED);
      expect(findings).to.deep.equal(["lost export-policy apis.orders.checkHeader[0]"]);
    });

  for (const [what, clientCertificate, lines, findings] of [
    [
      "thumbprints without trust",
      { identities: [{ thumbprint: "AB".repeat(20) }], validateTrust: false, validateNotBefore: false },
      [
        '<validate-client-certificate validate-trust="false" validate-not-before="false">',
        "<identities>",
        `<identity thumbprint="${"AB".repeat(20)}" />`,
        "</identities>",
        "</validate-client-certificate>",
      ],
      [],
    ],
    [
      "names: the gateway trusts its authorities",
      { identities: [{ commonName: "a", issuerSubject: "CN=b" }], validateNotAfter: false },
      [
        '<validate-client-certificate validate-not-after="false">',
        "<identities>",
        '<identity common-name="a" issuer-subject="CN=b" />',
        "</identities>",
        "</validate-client-certificate>",
      ],
      ["difference export-trust apis.orders.clientCertificate"],
    ],
    [
      "SHA-256, which no certificate has in the gateway",
      { identities: [{ thumbprint: "ab".repeat(32) }] },
      [
        "<validate-client-certificate>",
        "<identities>",
        `<identity thumbprint="${"ab".repeat(32)}" />`,
        "</identities>",
        "</validate-client-certificate>",
      ],
      ["difference export-stricter apis.orders.clientCertificate"],
    ],
    ["a trial that refuses nothing", { ignoreError: true }, [], []],
  ] as const)
    it(`clientCertificate: ${what}`, () => {
      const { inbound, findings: found } = exportedApi({ clientCertificate });
      expect({ inbound, found }).to.deep.equal({ inbound: lines, found: findings });
    });
});
