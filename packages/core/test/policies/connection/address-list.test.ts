import { expect } from "chai";
import { networkIn, rangeFlaw } from "#src/policies/connection/address-list.js";

describe("networks of the options", () => {
  const rows: readonly (readonly [text: string, found: ReturnType<typeof networkIn>])[] = [
    ["192.0.2.1", { address: "192.0.2.1", prefix: 32 }],
    ["::ffff:192.0.2.1", { address: "192.0.2.1", prefix: 32 }],
    ["2001:DB8::1", { address: "2001:db8::1", prefix: 128 }],
    ["10.0.0.0/8", { address: "10.0.0.0", prefix: 8 }],
    ["0.0.0.0/0", { address: "0.0.0.0", prefix: 0 }],
    ["192.0.2.1/32", { address: "192.0.2.1", prefix: 32 }],
    ["2001:db8::/32", { address: "2001:db8::", prefix: 32 }],
    ["::1/128", { address: "::1", prefix: 128 }],
    ["::ffff:10.0.0.0/104", { address: "10.0.0.0", prefix: 8 }],
    ["::ffff:0.0.0.0/96", { address: "0.0.0.0", prefix: 0 }],
    ["::ffff:0.0.0.0/95", { flaw: "mapped" }],
    ["10.0.0.1/8", { flaw: "inside", network: "10.0.0.0/8" }],
    ["::ffff:10.0.0.1/104", { flaw: "inside", network: "10.0.0.0/8" }],
    ["2001:db8::1/32", { flaw: "inside", network: "2001:db8::/32" }],
    ["10.0.0.0/33", { flaw: "prefix", bits: 32 }],
    ["::/129", { flaw: "prefix", bits: 128 }],
    ["::ffff:10.0.0.0/129", { flaw: "prefix", bits: 128 }],
    ...["", "01", "-1", "8.0", "8 ", "1000"].map(
      (prefix): readonly [string, ReturnType<typeof networkIn>] => [
        `10.0.0.0/${prefix}`,
        { flaw: "prefix", bits: 32 },
      ],
    ),
    ["10.0.0/8", { flaw: "unreadable" }],
    ["/8", { flaw: "unreadable" }],
  ];
  for (const [text, found] of rows)
    it(`${text}: ${JSON.stringify(found)}`, () => expect(networkIn(text)).to.deep.equal(found));
});

describe("ranges of the options", () => {
  const rows: readonly (readonly [from: string, to: string, flaw: ReturnType<typeof rangeFlaw>])[] = [
    ["10.0.0.1", "10.0.0.1", undefined],
    ["10.0.0.1", "10.0.0.2", undefined],
    ["10.0.0.255", "10.0.1.0", undefined],
    ["2001:db8::2", "2001:db9::1", undefined],
    ["10.0.0.2", "10.0.0.1", "reversed"],
    ["10.1.0.0", "10.0.0.255", "reversed"],
    ["2001:db9::1", "2001:db8::2", "reversed"],
    ["2002::", "2001:ffff::", "reversed"],
    ["10.0.0.1", "2001:db8::1", "families"],
    ["2001:db8::1", "10.0.0.1", "families"],
    ["::ffff:10.0.0.1", "10.0.0.2", undefined],
    ["x", "10.0.0.1", "from"],
    ["10.0.0.1", "x", "to"],
  ];
  for (const [from, to, flaw] of rows)
    it(`${from} to ${to}: ${flaw ?? "a range"}`, () => expect(rangeFlaw({ from, to })).to.equal(flaw));
});
