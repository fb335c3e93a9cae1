/** The eight groups of an IPv6 address; those of an IPv4 address are its mapped ones (RFC 4291 §2.5.5.2). */
export type IpGroups = readonly number[];

/** Reads an address that `net.isIP` accepts, without a zone. */
export function ipGroups(address: string): IpGroups {
  if (!address.includes(":")) return [0, 0, 0, 0, 0, 0xffff, ...pairOf(address)];
  const [head = "", tail] = address.split("::");
  const before = groupsIn(head);
  const after = tail === undefined ? [] : groupsIn(tail);
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** Writes an address in one form: a mapped one as IPv4, any other as RFC 5952 §4 requires. */
export function writeIp(groups: IpGroups): string {
  if (isMapped(groups)) return [6, 7].map((i) => `${groups[i]! >> 8}.${groups[i]! & 0xff}`).join(".");
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

/** Sets all bits after the prefix to zero. */
export const maskIp = (groups: IpGroups, prefix: number): IpGroups =>
  groups.map((group, i) => {
    const kept = Math.min(16, Math.max(0, prefix - i * 16));
    return group & (0xffff << (16 - kept)) & 0xffff;
  });

/** Whether it is an IPv4 address. */
export const isMapped = (groups: IpGroups): boolean =>
  groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);

function groupsIn(part: string): number[] {
  if (part === "") return [];
  return part
    .split(":")
    .flatMap((group) => (group.includes(".") ? pairOf(group) : Number.parseInt(group, 16)));
}

function pairOf(dotted: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

// The first of the longest ones (RFC 5952 §4.2.3).
function longestZeros(groups: IpGroups): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
