import { ipGroups, isMapped, maskIp, writeIp } from "./ip-groups.js";

/**
 * The network that counts as one caller: an IPv4 address alone, of IPv6 the first `ipv6Prefix` bits, because a caller can
 * choose among all addresses of its network. `address`: as `normalizeAddress` returns it.
 */
export function networkOf(address: string, ipv6Prefix: number): string {
  const groups = ipGroups(address);
  return isMapped(groups) ? address : `${writeIp(maskIp(groups, ipv6Prefix))}/${ipv6Prefix}`;
}
