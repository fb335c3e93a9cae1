import { sanitize } from "../../lib/sanitize.js";
import type { RequestView } from "../../request/request-view.js";
import type { AddressList } from "./address-list.js";
import type { ConnectionFinding } from "./connection-finding.js";

/** An `ipFilter` with every default filled in. */
export interface IpFilter {
  readonly action: "allow" | "forbid";
  readonly list: AddressList;
}

/**
 * Judges the caller's address, as `normalizeAddress` returns it. An address that cannot be read is refused with `forbid` as
 * well: it may be one of those that the list forbids.
 */
export function judgeAddress(
  { action, list }: IpFilter,
  address: string | undefined,
  view: Pick<RequestView, "address">,
): ConnectionFinding | undefined {
  if (address !== undefined && list.has(address) === (action === "allow")) return undefined;
  return {
    code: "address_not_allowed",
    expected: address === undefined ? "an IP address" : EXPECTED[action],
    actual: address ?? sanitize(view.address?.(), 60),
  };
}

const EXPECTED = {
  allow: "an address of the list that may call",
  forbid: "an address outside of the list that may not call",
};
