import type { Problem } from "../lib/errors.js";
import { AddressList, networkIn, rangeFlaw, type AddressRange } from "../policies/connection/address-list.js";
import type { IpFilter } from "../policies/connection/ip-filter.js";
import * as form from "./forms.js";

/** Addresses that may call, or that may not (`ip-filter` of API Management). Anything else is answered 403. */
export interface IpFilterOptions {
  /** `"allow"`: only the listed addresses may call. `"forbid"`: all others may call. An address that cannot be read never may. */
  readonly action: "allow" | "forbid";
  /** IPv4 and IPv6 addresses, and networks such as `10.0.0.0/8`. At most 10,000. */
  readonly addresses?: readonly string[];
  /** Ranges; both ends are part of them. At most 10,000. */
  readonly addressRanges?: readonly { readonly from: string; readonly to: string }[];
}

/** Each request compares its address with all entries. */
const MAX_ENTRIES = 10_000;

export const ipFilterForm: form.ObjectForm = form.object<IpFilterOptions>(
  {
    action: form.oneOf(["allow", "forbid"]),
    addresses: form.optional(form.filledList(form.text(), "at least one address, or leave it out")),
    addressRanges: form.optional(
      form.filledList(
        form.object<AddressRange>(
          { from: form.text(), to: form.text() },
          'an object such as { from: "10.0.0.1", to: "10.0.0.9" }',
        ),
        "at least one range, or leave it out",
      ),
    ),
  },
  'an object such as { action: "allow", addresses: ["10.0.0.0/8"] }',
);

/** What is wrong with a filter whose form is right. `path`: of the filter. */
export function ipFilterProblems(
  path: string,
  { addresses, addressRanges }: IpFilterOptions,
): readonly Problem[] {
  if (addresses === undefined && addressRanges === undefined)
    return [
      { path: `${path}.addresses`, message: "is missing", fix: "write addresses, addressRanges, or both" },
    ];
  const lists = { addresses, addressRanges };
  return [
    ...Object.entries(lists)
      .filter(([, list]) => (list?.length ?? 0) > MAX_ENTRIES)
      .map(([name, list]) => ({
        path: `${path}.${name}`,
        message: `has ${list!.length} entries`,
        fix: `write at most ${MAX_ENTRIES}, as networks`,
      })),
    ...addressProblems(`${path}.addresses`, addresses ?? []),
    ...(addressRanges ?? []).flatMap((range, i) => rangeProblems(`${path}.addressRanges[${i}]`, range)),
  ];
}

/** What is wrong with a list of addresses and networks. */
export function addressProblems(path: string, addresses: readonly string[]): readonly Problem[] {
  return addresses.flatMap((text, i) => {
    const found = networkIn(text);
    return "flaw" in found ? [{ path: `${path}[${i}]`, ...flawText(found) }] : [];
  });
}

export function settleIpFilter({
  action,
  addresses = [],
  addressRanges = [],
  ...left
}: IpFilterOptions): IpFilter {
  form.nothingLeft(left);
  return Object.freeze({ action, list: new AddressList(addresses, addressRanges) });
}

function flawText(found: Extract<ReturnType<typeof networkIn>, { flaw: string }>): Omit<Problem, "path"> {
  switch (found.flaw) {
    case "unreadable":
      return {
        message: "is not an IP address",
        fix: "write an address such as 192.0.2.1 or 2001:db8::1, or a network such as 10.0.0.0/8, without port and zone",
      };
    case "prefix":
      return { message: "is not a network", fix: `write a length from 0 to ${found.bits} after the slash` };
    case "mapped":
      return {
        message: "is a network of mapped IPv4 addresses, shorter than 96 bits",
        fix: "write the IPv4 network, such as 10.0.0.0/8",
      };
    case "inside":
      return {
        message: "is an address within a network",
        fix: `write ${found.network} for the network, or the address without a slash`,
      };
  }
}

function rangeProblems(path: string, range: AddressRange): Problem[] {
  const flaw = rangeFlaw(range);
  if (flaw === undefined) return [];
  if (flaw === "families")
    return [{ path, message: "mixes IPv4 and IPv6", fix: "write two ranges, one for each" }];
  if (flaw === "reversed")
    return [
      {
        path,
        message: "ends before it begins",
        fix: "write the lower address as from, the higher one as to",
      },
    ];
  return [
    {
      path: `${path}.${flaw}`,
      message: "is not an IP address",
      fix: "write an address such as 192.0.2.1 or 2001:db8::1",
    },
  ];
}
