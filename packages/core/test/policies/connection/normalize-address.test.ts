import { BlockList, isIP } from "node:net";
import { expect } from "chai";
import fc from "fast-check";
import { AddressList } from "#src/policies/connection/address-list.js";
import { networkOf } from "#src/policies/connection/network-of.js";
import { normalizeAddress } from "#src/policies/connection/normalize-address.js";

describe("normalizeAddress", () => {
  const same: readonly (readonly [given: string, address: string])[] = [
    ["192.0.2.1", "192.0.2.1"],
    [" 192.0.2.1\t", "192.0.2.1"],
    ["192.0.2.1:4711", "192.0.2.1"],
    ["192.0.2.1:0", "192.0.2.1"],
    ["192.0.2.1:65535", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:192.0.2.1", "192.0.2.1"],
    ["::ffff:c000:201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:c000:0201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
    ["[::ffff:192.0.2.1]:443", "192.0.2.1"],
    ["::ffff:192.0.2.1%eth0", "192.0.2.1"],
    ["::ffff:0.0.0.0", "0.0.0.0"],
    ["2001:DB8::1", "2001:db8::1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:4711", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["[fe80::1%25eth0]:80", "fe80::1"],
    ["fe80::1%br-1a2b.100", "fe80::1"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    // RFC 5952 §4.2: the first of the longest runs, and none of a single group.
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["2001:db8:0:0:0:ffff:c000:201", "2001:db8::ffff:c000:201"],
    ["1:2:3:4:5:ffff:c000:201", "1:2:3:4:5:ffff:c000:201"],
    // Not mapped (RFC 4291 §2.5.5.1, RFC 2765, RFC 6052).
    ["::192.0.2.1", "::c000:201"],
    ["::ffff:0:192.0.2.1", "::ffff:0:c000:201"],
    ["64:ff9b::192.0.2.1", "64:ff9b::c000:201"],
  ];
  for (const [given, address] of same)
    it(`reads ${JSON.stringify(given)} as ${address}`, () =>
      expect(normalizeAddress(given)).to.equal(address));

  const none: readonly unknown[] = [
    undefined,
    null,
    42,
    ["192.0.2.1"],
    "",
    " ",
    "unknown",
    "_hidden",
    "192.0.2.1:000080",
    "[::1]:000080",
    "010.1.2.3",
    "1.2.3",
    "1.2.3.4.5",
    "256.0.0.1",
    "1.2.3.-4",
    "0x7f.0.0.1",
    "2130706433",
    "192.0.2.1:",
    "192.0.2.1:65536",
    "192.0.2.1:+80",
    "192.0.2.1:1:2",
    "192.0.2.1,192.0.2.2",
    "192.0.2.1/32",
    "192.0.2.1%eth0",
    "[192.0.2.1]",
    "[192.0.2.1]:80",
    "[::1",
    "::1]",
    "[::1]80",
    "[::1]:",
    "[[::1]]",
    "::g",
    "::1::",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "::ffff:010.0.2.1",
    "::ffff:1.2.3",
    "fe80::1%",
    "fe80::1%a%b",
    "fe80::1%e]th0",
    `${"0".repeat(200)}::1`,
  ];
  for (const given of none)
    it(`reads ${JSON.stringify(given)} as no address`, () =>
      expect(normalizeAddress(given)).to.equal(undefined));

  it("looks at no text that is longer than any address", () => {
    expect(normalizeAddress(`${" ".repeat(92)}192.0.2.1`)).to.equal(undefined);
    expect(normalizeAddress(`fe80::1%${"a".repeat(93)}`)).to.equal(undefined);
    expect(normalizeAddress(`fe80::1%${"a".repeat(92)}`)).to.equal("fe80::1");
    const start = performance.now();
    for (let i = 0; i < 100; i++) normalizeAddress(":".repeat(1_000_000));
    expect(performance.now() - start).to.be.below(500);
  });

  const ipv4 = fc.ipV4();
  const group = fc.integer({ min: 0, max: 0xffff });
  const ipv6 = fc.oneof(
    fc.ipV6(),
    fc
      .array(fc.oneof(group, fc.constant(0)), { minLength: 8, maxLength: 8 })
      .map((groups) => groups.map((one) => one.toString(16)).join(":")),
  );

  it("is idempotent and keeps every address of 10,000 random ones in its family", () => {
    const property = fc.property(fc.oneof(ipv4, ipv6), (text) => {
      const address = normalizeAddress(text);
      if (address === undefined || isIP(address) === 0) throw new Error("not an address");
      if (normalizeAddress(address) !== address) throw new Error("not idempotent");
      // Node's own reading is the oracle: the same address in both spellings.
      const list = new BlockList();
      list.addAddress(address, isIP(address) === 4 ? "ipv4" : "ipv6");
      if (!list.check(text, isIP(text) === 4 ? "ipv4" : "ipv6"))
        throw new Error(`another address: ${address}`);
    });
    fc.assert(property, { numRuns: 10_000, seed: 1 });
  });

  it("reads every spelling of a mapped address as its IPv4 address", () => {
    const property = fc.property(ipv4, fc.integer({ min: 0, max: 65_535 }), (text, port) => {
      const [a = 0, b = 0, c = 0, d = 0] = text.split(".").map(Number);
      const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
      const all = [
        `${text}:${port}`,
        `::ffff:${text}`,
        `::FFFF:${hex}`,
        `[0::ffff:${hex}]:${port}`,
        `::ffff:${hex}%1`,
      ];
      for (const one of all) if (normalizeAddress(one) !== text) throw new Error(one);
    });
    fc.assert(property, { numRuns: 1_000, seed: 1 });
  });

  it("agrees with net.BlockList about networks, in each family", () => {
    const property = fc.property(
      fc.oneof(fc.tuple(ipv4, ipv4, fc.nat(32)), fc.tuple(ipv6, ipv6, fc.nat(128))),
      fc.boolean(),
      ([base, other, prefix], near) => {
        const family = isIP(base) === 4 ? "ipv4" : "ipv6";
        const first = normalizeAddress(base)!;
        if ((isIP(first) === 4) !== (family === "ipv4")) return;
        const oracle = new BlockList();
        oracle.addSubnet(first, prefix, family);
        const network = maskedBy(first, prefix);
        const list = new AddressList([`${network}/${prefix}`]);
        const asked = normalizeAddress(near ? base : other)!;
        if (isIP(asked) !== isIP(first)) {
          if (list.has(asked)) throw new Error("another family");
        } else if (list.has(asked) !== oracle.check(asked, family)) throw new Error("another answer");
      },
    );
    fc.assert(property, { numRuns: 2_000, seed: 1 });
  });
});

// Bit by bit, through BigInt: another way than the one that is tested.
function maskedBy(address: string, prefix: number): string {
  const isV4 = address.includes(".");
  const size = isV4 ? 32n : 128n;
  const kept = size - BigInt(prefix);
  const number = isV4
    ? address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n)
    : fullGroups(address).reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
  const masked = (number >> kept) << kept;
  const digits = masked.toString(16).padStart(isV4 ? 8 : 32, "0");
  if (isV4) return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)).join(".");
  return normalizeAddress((digits.match(/.{4}/g) ?? []).join(":"))!;
}

function fullGroups(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  return [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
}

describe("networkOf", () => {
  const rows: readonly (readonly [address: string, prefix: number, network: string])[] = [
    ["192.0.2.1", 56, "192.0.2.1"],
    ["192.0.2.1", 32, "192.0.2.1"],
    ["2001:db8:1:2ff:3:4:5:6", 56, "2001:db8:1:200::/56"],
    ["2001:db8:1:2ff:3:4:5:6", 64, "2001:db8:1:2ff::/64"],
    ["2001:db8:1:2ff:3:4:5:6", 48, "2001:db8:1::/48"],
    ["2001:db8:1:2ff:3:4:5:6", 128, "2001:db8:1:2ff:3:4:5:6/128"],
    ["2001:db8:1:2ff:3:4:5:6", 32, "2001:db8::/32"],
  ];
  for (const [address, prefix, network] of rows)
    it(`of ${address} with ${prefix} is ${network}`, () =>
      expect(networkOf(address, prefix)).to.equal(network));
});
