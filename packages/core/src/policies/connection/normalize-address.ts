import { isIP, isIPv4, isIPv6 } from "node:net";
import { ipGroups, writeIp } from "./ip-groups.js";

/**
 * Brings an address to one form, whatever a framework or proxy made of it: without a port, without a zone, a mapped IPv4
 * address as IPv4, IPv6 as RFC 5952 writes it. Returns undefined for any other text. Without this, `::ffff:192.0.2.1` would
 * pass a list that forbids `192.0.2.1`.
 */
export function normalizeAddress(given: unknown): string | undefined {
  if (typeof given !== "string" || given.length > MAX_LENGTH) return undefined;
  const text = given.trim();
  if (isIPv4(text)) return text;
  if (text.startsWith("[")) return withoutBrackets(text);
  const colon = text.indexOf(":");
  if (colon === -1) return undefined;
  if (colon === text.lastIndexOf(":")) {
    const address = text.slice(0, colon);
    return isPort(text.slice(colon)) && isIPv4(address) ? address : undefined;
  }
  return withoutZone(text);
}

/** Brings an address of the options to the same form: there it has neither port nor zone. */
export const readAddress = (text: string): string | undefined =>
  text.length <= MAX_LENGTH && isIP(text) !== 0 && !text.includes("%") ? writeIp(ipGroups(text)) : undefined;

/** Longer than any address with zone and port. Nothing longer is looked at. */
const MAX_LENGTH = 100;

function withoutBrackets(text: string): string | undefined {
  const end = text.indexOf("]");
  const rest = text.slice(end + 1);
  return end !== -1 && (rest === "" || isPort(rest)) ? withoutZone(text.slice(1, end)) : undefined;
}

// A zone names an interface of this machine, not the caller (RFC 4007 §11).
function withoutZone(text: string): string | undefined {
  const percent = text.indexOf("%");
  if (percent !== -1 && !/^[\w.~-]+$/.test(text.slice(percent + 1))) return undefined;
  const address = percent === -1 ? text : text.slice(0, percent);
  return isIPv6(address) ? writeIp(ipGroups(address)) : undefined;
}

const isPort = (text: string): boolean => /^:\d{1,5}$/.test(text) && Number(text.slice(1)) <= 65_535;
