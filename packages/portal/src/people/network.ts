import { networkOf, normalizeAddress } from "@product-auth/core/adapter";

/**
 * The network of a visitor as a member of an event or a session: the first 24 bits of an IPv4 address, 56 of an IPv6 address.
 * Nothing when the address is unknown.
 */
export function visitorNetwork(address: string | undefined): { readonly address?: string } {
  const caller = callerNetworkOf(address);
  if (caller === undefined) return {};
  return { address: caller.replace(/^(\d+\.\d+\.\d+)\.\d+$/, "$1.0/24") };
}

/**
 * The network that counts as one visitor where attempts are limited: an IPv4 address alone, of IPv6 the first 56 bits, because
 * a visitor can choose among all addresses of that network.
 */
export function callerNetworkOf(address: string | undefined): string | undefined {
  const normal = normalizeAddress(address);
  return normal === undefined ? undefined : networkOf(normal, 56);
}
