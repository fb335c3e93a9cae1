import { expect } from "chai";
import { contextOf, expectLost, expectRule, plainValue, read, secretValue } from "../support.js";

const audience = "<audiences><audience>a</audience></audiences>";
const standard = { kind: "token", audiences: ["a"], source: "header:authorization", status: 401 };
const signed = (keys: string) =>
  `<validate-jwt header-name="Authorization"><issuer-signing-keys>${keys}</issuer-signing-keys>${audience}</validate-jwt>`;
const encrypted = (keys: string) =>
  `<validate-jwt header-name="Authorization"><openid-config url="https://a/" />${audience}<decryption-keys>${keys}</decryption-keys></validate-jwt>`;

const context = () =>
  contextOf({}, [
    plainValue("plain", "cGxhaW4="),
    secretValue("hidden", "aGlkZGVu"),
    plainValue("kid", "k7"),
  ]);

describe("keys that check signatures", () => {
  const rows: readonly (readonly [
    what: string,
    keys: string,
    demands: readonly object[],
    ...codes: string[],
  ])[] = [
    ["text", "<key>YQ==</key>", [{ secret: "${env:SIGNING_KEY}" }], "secret"],
    [
      "two texts, and one of them again",
      "<key>YQ==</key><key>Yg==</key><key>YQ==</key>",
      [
        { secret: "${env:SIGNING_KEY}" },
        { secret: "${env:SIGNING_KEY_2}" },
        { secret: "${env:SIGNING_KEY}" },
      ],
      "secret",
    ],
    [
      "text with an id",
      '<key id="{{kid}}">YQ==</key>',
      [{ id: "k7", secret: "${env:SIGNING_KEY}" }],
      "secret",
    ],
    ["a named value that is secret", "<key>{{hidden}}</key>", [{ secret: "${env:HIDDEN}" }], "secret"],
    ["a named value that is not in the input", "<key>{{gone}}</key>", [{ secret: "${env:GONE}" }], "secret"],
    [
      "a named value that is not marked as secret",
      "<key>{{plain}}</key>",
      [{ secret: "${env:SIGNING_KEY}" }],
      "secret",
    ],
    ["a placeholder", "<key>#{JwtKey}#</key>", [{ secret: "${env:JWTKEY}" }], "secret"],
    ["a named value in a text", "<key>YQ{{hidden}}</key>", [{ secret: "${env:SIGNING_KEY}" }], "secret"],
    ["two named values", "<key>{{hidden}}{{gone}}</key>", [{ secret: "${env:SIGNING_KEY}" }], "secret"],
    [
      "texts that the extractor left out",
      "<key>*** REDACTED ***</key><key>*** REDACTED ***</key>",
      [{ secret: "${env:SIGNING_KEY}" }, { secret: "${env:SIGNING_KEY_2}" }],
      "secret",
    ],
    [
      "certificates",
      '<key certificate-id="partner-2031" /><key id="k" certificate-id="partner.2031" /><key certificate-id="partner-2031" />',
      [
        { certificate: "${env:CERTIFICATE_PARTNER_2031}" },
        { id: "k", certificate: "${env:CERTIFICATE_PARTNER_2031_2}" },
        { certificate: "${env:CERTIFICATE_PARTNER_2031}" },
      ],
      "certificate",
    ],
    [
      "a certificate that a named value names",
      '<key certificate-id="{{gone}}" />',
      [{ certificate: "${env:CERTIFICATE_GONE}" }],
      ...["certificate", "named-value"],
    ],
    [
      "a certificate that a named value names in part",
      '<key certificate-id="a{{gone}}b" />',
      [{ certificate: "${env:CERTIFICATE_AGONEB}" }],
      ...["certificate", "named-value"],
    ],
    ["modulus and exponent", '<key id="k" n="pO2-_x" e="AQAB" />', [{ id: "k", n: "pO2-_x", e: "AQAB" }]],
    ["modulus and exponent without an id", '<key n="pO2=" e="AQAB" />', [{ n: "pO2=", e: "AQAB" }]],
  ];
  for (const [what, keys, demands, ...codes] of rows)
    it(what, () => expectRule(read(signed(keys), context()), { ...standard, keys: demands }, ...codes));

  const lost: readonly (readonly [what: string, keys: string, code: string])[] = [
    ["nothing", "<key />", "unreadable"],
    ["an id alone", '<key id="k" />', "unreadable"],
    ["text and a certificate", '<key certificate-id="c">YQ==</key>', "unreadable"],
    ["text and half a modulus", '<key n="a">YQ==</key>', "unreadable"],
    ["text and an exponent", '<key e="a">YQ==</key>', "unreadable"],
    ["text and a modulus", '<key n="a" e="AQAB">YQ==</key>', "unreadable"],
    ["a certificate and a modulus", '<key certificate-id="c" n="a" e="AQAB" />', "unreadable"],
    ["a modulus alone", '<key n="a" />', "unreadable"],
    ["an exponent alone", '<key e="AQAB" />', "unreadable"],
    ["a modulus that is no Base64url", '<key n="a b" e="AQAB" />', "unreadable"],
    ["a modulus with something in front", '<key n="!pO2" e="AQAB" />', "unreadable"],
    ["an exponent that is no Base64url", '<key n="a" e="A{x}" />', "unreadable"],
    ["a computed key", '<key>@((string)context.Variables["k"])</key>', "expression"],
    ["a computed certificate", '<key certificate-id="@("c")" />', "expression"],
    ["an empty certificate", '<key certificate-id="" />', "unreadable"],
    ["a computed id", '<key id="@("k")">YQ==</key>', "expression"],
    ["another attribute", '<key kid="k">YQ==</key>', "unknown-element"],
  ];
  for (const [what, keys, code] of lost)
    it(`${what} is lost`, () => expectLost(read(signed(keys), context()), code));

  it("no key is no issuer", () => expectLost(read(signed("")), "issuer-missing"));

  it("stand beside an address", () =>
    expectRule(
      read(signed("<key>YQ==</key>").replace("<audiences>", '<openid-config url="https://a/" /><audiences>')),
      { ...standard, discovery: ["https://a/"], keys: [{ secret: "${env:SIGNING_KEY}" }] },
      "secret",
    ));
});

describe("keys that decrypt", () => {
  it("are those of another variable, and of certificates", () =>
    expectRule(
      read(encrypted('<key>YQ==</key><key id="d" certificate-id="tls" />')),
      {
        ...standard,
        discovery: ["https://a/"],
        decryptionKeys: [
          { secret: "${env:DECRYPTION_KEY}" },
          { id: "d", certificate: "${env:CERTIFICATE_TLS}" },
        ],
      },
      ...["secret", "certificate"],
    ));

  it("have no modulus", () => expectLost(read(encrypted('<key n="a" e="AQAB" />')), "unknown-element"));
});

describe("variables of keys over an import", () => {
  it("go on with the next number, and a rule that is lost takes none", () => {
    const all = context();
    read(signed("<key>YQ==</key>"), all);
    expectLost(
      read(signed("<key>Yg==</key>").replace("<audience>a</audience>", ""), all),
      "audience-missing",
    );
    const { rule } = read(signed("<key>Yw==</key><key>YQ==</key>"), all);
    expect(rule).to.deep.include({
      keys: [{ secret: "${env:SIGNING_KEY_2}" }, { secret: "${env:SIGNING_KEY}" }],
    });
    expect(all.values.variables.count).to.equal(2);
  });

  it("are none that a document holds already", () => {
    const all = context();
    read(signed("<key>${env:SIGNING_KEY}</key>"), all);
    const { rule } = read(signed("<key>YQ==</key>"), all);
    expect(rule).to.deep.include({ keys: [{ secret: "${env:SIGNING_KEY_2}" }] });
  });
});
