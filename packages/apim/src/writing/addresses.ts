import { BlockList, isIP } from "node:net";

/** An address in one spelling: an IPv4 address that is mapped into IPv6 is the IPv4 address. */
export function plainAddress(address: string): string {
  const bare = address.trim();
  const inner = bare.toLowerCase().startsWith("::ffff:") ? bare.slice("::ffff:".length) : bare;
  return isIP(inner) === 4 ? inner : bare;
}

/** The family of an address that can be read, as `node:net` names it. */
export const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** Whether a text is an address without a zone. */
export const isAddress = (text: string): boolean => isIP(plainAddress(text)) !== 0 && !text.includes("%");

/** A list of addresses and ranges; undefined when one of them cannot be read. */
export function addressList(
  addresses: readonly string[],
  ranges: readonly (readonly [from: string, to: string])[],
): BlockList | undefined {
  const list = new BlockList();
  if (![...addresses, ...ranges.flat()].every(isAddress)) return undefined;
  for (const address of addresses.map(plainAddress)) list.addAddress(address, familyOf(address));
  for (const [from, to] of ranges) {
    const [low, high] = [plainAddress(from), plainAddress(to)];
    if (familyOf(low) !== familyOf(high)) return undefined;
    try {
      list.addRange(low, high, familyOf(low));
    } catch {
      return undefined; // it ends before it begins
    }
  }
  return list;
}
