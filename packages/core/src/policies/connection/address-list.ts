import { BlockList } from "node:net";
import { LRUCache } from "lru-cache";
import { ipGroups, isMapped, maskIp, writeIp } from "./ip-groups.js";
import { readAddress } from "./normalize-address.js";

/** The first and the last address that belong to a range. */
export interface AddressRange {
  readonly from: string;
  readonly to: string;
}

/** Addresses, networks and ranges, which were checked before. */
export class AddressList {
  // Each family in a list of its own: one list would find every IPv4 address in `::/0`.
  readonly #lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  // Node copies an address into an object of its C++ part to look at it: 1.5 µs, fifty times a look-up here.
  #known: LRUCache<string, boolean> | undefined;

  constructor(addresses: readonly string[], ranges: readonly AddressRange[] = []) {
    for (const text of addresses) {
      const { address, prefix } = networkIn(text) as Network;
      const family = familyOf(address);
      this.#lists[family].addSubnet(address, prefix, family);
    }
    for (const range of ranges) {
      const from = readAddress(range.from)!;
      const family = familyOf(from);
      this.#lists[family].addRange(from, readAddress(range.to)!, family);
    }
  }

  /** `address`: as `normalizeAddress` returns it. */
  has(address: string): boolean {
    const known = (this.#known ??= new LRUCache({ max: MAX_KNOWN })).get(address);
    return known ?? this.#find(address);
  }

  #find(address: string): boolean {
    const family = familyOf(address);
    const isFound = this.#lists[family].check(address, family);
    this.#known!.set(address, isFound);
    return isFound;
  }
}

/** Addresses of callers that a list remembers, as a list never changes. */
const MAX_KNOWN = 1_000;

export interface Network {
  readonly address: string;
  readonly prefix: number;
}

/** What a text of the options is, or why it is neither an address nor a network. */
export function networkIn(text: string): Network | NetworkFlaw {
  const slash = text.indexOf("/");
  const given = slash === -1 ? text : text.slice(0, slash);
  const address = readAddress(given);
  if (address === undefined) return { flaw: "unreadable" };
  const isIpv4 = familyOf(address) === "ipv4";
  const bits = given.includes(":") ? 128 : 32;
  if (slash === -1) return { address, prefix: isIpv4 ? 32 : 128 };
  const written = text.slice(slash + 1);
  const prefix = /^(0|[1-9]\d{0,2})$/.test(written) ? Number(written) : Number.NaN;
  if (!(prefix <= bits)) return { flaw: "prefix", bits };
  // Shorter prefixes contain addresses that are not IPv4, and only some of the mapped ones.
  if (isIpv4 && bits === 128 && prefix < 96) return { flaw: "mapped" };
  const ownPrefix = isIpv4 && bits === 128 ? prefix - 96 : prefix;
  const first = writeIp(maskIp(ipGroups(address), isIpv4 ? ownPrefix + 96 : ownPrefix));
  return first === address
    ? { address, prefix: ownPrefix }
    : { flaw: "inside", network: `${first}/${ownPrefix}` };
}

export type NetworkFlaw =
  | { readonly flaw: "unreadable" | "mapped" }
  | { readonly flaw: "prefix"; readonly bits: number }
  /** It has bits after the prefix: an address within a network. */
  | { readonly flaw: "inside"; readonly network: string };

/** Why a range of the options cannot be used; undefined when it can. */
export function rangeFlaw({ from, to }: AddressRange): "from" | "to" | "families" | "reversed" | undefined {
  const [first, last] = [readAddress(from), readAddress(to)];
  if (first === undefined) return "from";
  if (last === undefined) return "to";
  const [low, high] = [ipGroups(first), ipGroups(last)];
  if (isMapped(low) !== isMapped(high)) return "families";
  const different = low.findIndex((group, i) => group !== high[i]);
  return different !== -1 && low[different]! > high[different]! ? "reversed" : undefined;
}

const familyOf = (address: string): "ipv4" | "ipv6" => (address.includes(":") ? "ipv6" : "ipv4");
