import { expectLost, expectRule, read } from "../support.js";

const filter = (children: string, attributes = 'action="allow"') =>
  `<ip-filter ${attributes}>${children}</ip-filter>`;
const one = "<address>203.0.113.9</address>";
const standard = { kind: "ip", action: "allow", addresses: ["203.0.113.9"], ranges: [] };

describe("ip-filter", () => {
  const rows: readonly (readonly [what: string, xml: string, member: object, ...codes: string[]])[] = [
    ["an address", filter(one), {}],
    ["an address with white space", filter("<address> 203.0.113.9\n</address>"), {}],
    ["forbidden addresses", filter(one, 'id="x" action="forbid"'), { action: "forbid" }],
    ["an address of version 6", filter("<address>2001:db8::1</address>"), { addresses: ["2001:db8::1"] }],
    [
      "ranges in their order",
      filter(
        '<address-range from="10.4.0.9" to="10.4.0.255" /><address-range from="10.1.0.0" to=" 10.1.0.1 " />',
      ),
      {
        addresses: [],
        ranges: [
          ["10.4.0.9", "10.4.0.255"],
          ["10.1.0.0", "10.1.0.1"],
        ],
      },
    ],
    [
      "variables",
      filter('<address>{{a}}</address><address-range from="${b}" to="#{c}#" />'),
      { addresses: ["${env:A}"], ranges: [["${env:B}", "${env:C}"]] },
      ...["named-value", "placeholder"],
    ],
  ];
  for (const [what, xml, member, ...codes] of rows)
    it(what, () => expectRule(read(xml), { ...standard, ...member }, "client-ip", ...codes));

  const lost: readonly (readonly [what: string, xml: string, code: string])[] = [
    ["no action", filter(one, ""), "unreadable"],
    ["an unknown action", filter(one, 'action="deny"'), "unreadable"],
    ["no address", filter(""), "unreadable"],
    ["an empty address", filter("<address />"), "unreadable"],
    ["a network", filter("<address>10.0.0.0/8</address>"), "unreadable"],
    ["a name", filter("<address>partner.example</address>"), "unreadable"],
    ["a computed address", filter("<address>@(context.Request.IpAddress)</address>"), "expression"],
    ["a computed action", filter(one, 'action="@("allow")"'), "expression"],
    ["a range without end", filter('<address-range from="10.4.0.0" />'), "unreadable"],
    ["a range without start", filter('<address-range to="10.4.0.0" />'), "unreadable"],
    ["a range of no addresses", filter('<address-range from="10.4.0.0" to="x" />'), "unreadable"],
    ["addresses as text", filter(`\${addresses}${one}`), "unreadable"],
    ["an unknown element", filter(`${one}<network>10.0.0.0</network>`), "unknown-element"],
  ];
  for (const [what, xml, code] of lost) it(`${what} is lost`, () => expectLost(read(xml), code));
});
