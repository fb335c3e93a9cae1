import { expectLost, expectRule, read } from "../support.js";

const standard = { kind: "certificate", identities: [] };
const certificate = (attributes: string, identities = "") =>
  `<validate-client-certificate ${attributes}>${identities && `<identities>${identities}</identities>`}</validate-client-certificate>`;

describe("validate-client-certificate", () => {
  const rows: readonly (readonly [what: string, xml: string, member: object, ...codes: string[]])[] = [
    ["any certificate", certificate('id="a"'), {}],
    [
      "an empty list of identities",
      "<validate-client-certificate><identities /></validate-client-certificate>",
      {},
    ],
    [
      "checks that are on",
      certificate(
        'validate-revocation="true" validate-trust="true" validate-not-before="true" validate-not-after="true" ignore-error="false"',
      ),
      {},
    ],
    ["no revocation", certificate('validate-revocation="false"'), { revocation: false }],
    ["no trust", certificate('validate-trust="False"'), { trust: false }],
    ["no start", certificate('validate-not-before="false"'), { notBefore: false }],
    ["no end", certificate('validate-not-after="false"'), { notAfter: false }],
    [
      "identities as they are",
      certificate(
        "",
        '<identity thumbprint="AA" serial-number="1" /><identity dns-name="a" issuer-certificate-id="c" />',
      ),
      {
        identities: [
          { thumbprint: "AA", "serial-number": "1" },
          { "dns-name": "a", "issuer-certificate-id": "c" },
        ],
      },
    ],
    [
      "the other members",
      certificate(
        "",
        '<identity common-name="a" subject="CN=a" issuer-subject="CN=b" issuer-thumbprint="BB" />',
      ),
      {
        identities: [
          { "common-name": "a", subject: "CN=a", "issuer-subject": "CN=b", "issuer-thumbprint": "BB" },
        ],
      },
    ],
    [
      "variables",
      certificate("", '<identity thumbprint="{{thumbprint}}" />'),
      { identities: [{ thumbprint: "${env:THUMBPRINT}" }] },
      "named-value",
    ],
  ];
  for (const [what, xml, member, ...codes] of rows)
    it(what, () => expectRule(read(xml), { ...standard, ...member }, ...codes));

  const lost: readonly (readonly [what: string, xml: string, ...codes: string[]])[] = [
    ["a result that is ignored", certificate('ignore-error="true"'), "not-enforced"],
    ["a flag that is a placeholder", certificate('validate-trust="${trust}"'), "unreadable"],
    ["a computed flag", certificate('validate-trust="@(false)"'), "expression"],
    ["an identity that demands nothing", certificate("", "<identity />"), "unreadable"],
    ["an empty demand", certificate("", '<identity thumbprint="" />'), "unreadable"],
    ["a computed demand", certificate("", '<identity thumbprint="@("AA")" />'), "expression"],
    ["an unknown demand", certificate("", '<identity thumbprint="AA" email="a" />'), "unknown-element"],
    ["an unknown flag", certificate('validate-purpose="false"'), "unknown-element"],
  ];
  for (const [what, xml, ...codes] of lost) it(`${what} is lost`, () => expectLost(read(xml), ...codes));
});
