import { expect } from "chai";
import { AddressList } from "#src/policies/connection/address-list.js";
import { judgeAddress, type IpFilter } from "#src/policies/connection/ip-filter.js";
import { normalizeAddress } from "#src/policies/connection/normalize-address.js";

const judge = (policy: IpFilter, address: string | undefined) =>
  judgeAddress(policy, normalizeAddress(address), { address: () => address });
const may = (action: "allow" | "forbid", list: AddressList, address: string | undefined): boolean =>
  judge({ action, list }, address) === undefined;

describe("ip-filter", () => {
  const range = (from: string, to: string) => new AddressList([], [{ from, to }]);
  const rows: readonly (readonly [name: string, list: AddressList, inside: string[], outside: string[]])[] = [
    ["one address", new AddressList(["192.0.2.1"]), ["192.0.2.1", "::ffff:c000:201"], ["192.0.2.2", "::1"]],
    ["a mapped one", new AddressList(["::ffff:192.0.2.1"]), ["192.0.2.1"], ["192.0.2.2"]],
    ["a mapped network", new AddressList(["::ffff:10.0.0.0/104"]), ["10.255.255.255"], ["11.0.0.0"]],
    [
      "a network",
      new AddressList(["10.0.0.0/8"]),
      ["10.0.0.0", "10.255.255.255"],
      ["9.255.255.255", "11.0.0.0"],
    ],
    ["a range", range("10.0.0.5", "10.0.0.9"), ["10.0.0.5", "10.0.0.9"], ["10.0.0.4", "10.0.0.10"]],
    ["a range of IPv6", range("2001:db8::5", "2001:db8::a"), ["2001:db8::5", "2001:DB8::A"], ["2001:db8::b"]],
    // In one `net.BlockList`, `::/0` contains every IPv4 address.
    ["all of IPv6", new AddressList(["::/0"]), ["2001:db8::1", "::"], ["192.0.2.1", "::ffff:192.0.2.1"]],
    ["all of IPv4", new AddressList(["0.0.0.0/0"]), ["192.0.2.1", "::ffff:192.0.2.1"], ["2001:db8::1"]],
    ["a short network of IPv6", new AddressList(["::/8"]), ["::1"], ["192.0.2.1"]],
  ];
  for (const [name, list, inside, outside] of rows) {
    it(`allow: ${name}`, () => {
      for (const address of inside) expect(may("allow", list, address), address).to.equal(true);
      for (const address of outside) expect(may("allow", list, address), address).to.equal(false);
    });
    it(`forbid: ${name}`, () => {
      for (const address of inside) expect(may("forbid", list, address), address).to.equal(false);
      for (const address of outside) expect(may("forbid", list, address), address).to.equal(true);
    });
  }

  it("remembers answers, and gives the same one again, also after those of a flood of other callers", () => {
    const list = new AddressList(["10.0.0.0/15"]);
    const addresses = Array.from({ length: 2_500 }, (_, i) => `10.${i % 4}.${i >> 8}.${i & 255}`);
    for (let round = 0; round < 2; round++)
      for (const [i, address] of addresses.entries())
        for (let again = 0; again < 2; again++) expect(list.has(address)).to.equal(i % 4 < 2);
  });

  const everywhere = new AddressList(["0.0.0.0/0", "::/0"]);
  for (const address of [undefined, "", "unknown", "010.0.0.1", "192.0.2.1, 192.0.2.2"]) {
    it(`refuses ${JSON.stringify(address)} with both actions`, () => {
      expect(may("allow", everywhere, address)).to.equal(false);
      expect(may("forbid", new AddressList(["192.0.2.1"]), address)).to.equal(false);
    });
  }

  it("reports the address in one form, and an unreadable one shortened and without control characters", () => {
    const policy = { action: "forbid", list: everywhere } as const;
    expect(judge(policy, "[::ffff:192.0.2.1]:80")).to.deep.equal({
      code: "address_not_allowed",
      expected: "an address outside of the list that may not call",
      actual: "192.0.2.1",
    });
    expect(judge(policy, `\u001b[31m${"x".repeat(500)}`)?.actual).to.match(/^\?\[31mx{55}…$/);
    expect(judge(policy, undefined)).to.deep.equal({
      code: "address_not_allowed",
      expected: "an IP address",
      actual: "nothing",
    });
  });
});
