import { isIP } from "node:net";

/** An address in one spelling: an IPv4 address that is mapped into IPv6 is the IPv4 address. */
export function plainAddress(address: string): string {
  const bare = address.trim();
  const inner = bare.toLowerCase().startsWith("::ffff:") ? bare.slice("::ffff:".length) : bare;
  return isIP(inner) === 4 ? inner : bare;
}

/** The family of an address that can be read, as `node:net` names it. */
export const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");
