import { isIP, isIPv4 } from "node:net";

/** The first and the last address of an IPv4 network such as `10.0.0.0/8`. */
export function networkRange(network: string): readonly [from: string, to: string] | undefined {
  const [address = "", length = "", more] = network.split("/");
  const bits = /^\d{1,2}$/.test(length) ? Number(length) : 33;
  if (!isIPv4(address) || bits > 32 || more !== undefined) return undefined;
  const size = 2 ** (32 - bits);
  const first = Math.floor(numberOf(address) / size) * size;
  return [textOf(first), textOf(first + size - 1)];
}

/** Whether the gateway compares this address: it has IPv4 addresses. Variables may hold any. */
export const isGatewayAddress = (address: string): boolean => isIPv4(address) || isVariable(address);

/** Whether an entry of the catalog is an address or a network of IPv6. */
export const isOther = (entry: string): boolean => !isVariable(entry) && isIP(entry.split("/")[0]!) !== 4;

const isVariable = (text: string): boolean => text.includes("${env:");

const numberOf = (address: string): number =>
  address.split(".").reduce((number, part) => number * 256 + Number(part), 0);

const textOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
