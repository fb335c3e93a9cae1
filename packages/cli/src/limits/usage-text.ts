import type { LimitedCaller, LimitUsage } from "@product-auth/core/catalog";
import { printable } from "../printable.js";
import { shortMoment } from "../output/short-moment.js";
import { table } from "../output/table.js";

/** The narrowest terminal with a bar beside each limit, in columns. */
const WIDE = 110;
const BAR = 20;

/** What a caller has used, as a table for people. `columns`: the width of the terminal, if there is one. */
export function usageText(usage: readonly LimitUsage[], caller: LimitedCaller, columns = 0): string {
  if (usage.length === 0) return `No limit of the catalog counts the calls of ${nameOf(caller)}.\n`;
  const hasBars = columns >= WIDE;
  return table(
    ["KIND", "PLACE", "NAME", "USED", "PERIOD", "RENEWED", ...(hasBars ? [" "] : [])],
    usage.map((one) => [
      one.kind,
      one.place,
      one.name ?? "",
      usedText(one),
      periodText(one.renewalPeriod),
      shortMoment(isoOf(one.renewedAt)),
      ...(hasBars ? [barOf(one)] : []),
    ]),
  );
}

/** A caller in a sentence. */
export const nameOf = (caller: LimitedCaller): string =>
  printable("client" in caller ? `client ${caller.client}` : `subscription ${caller.subscription.id}`);

/** A moment in ISO 8601. */
export const isoOf = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();

function usedText({ kind, used, limit }: LimitUsage): string {
  const unit = kind === "bandwidth" ? " KB" : "";
  return used === undefined ? `by call, of ${limit}${unit}` : `${Math.ceil(used)} of ${limit}${unit}`;
}

function periodText(seconds: number): string {
  if (seconds === 0) return "never renewed";
  for (const [name, length] of [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
  ] as const)
    if (seconds % length === 0) return `${seconds / length} ${name}`;
  return `${seconds} s`;
}

// Of a bandwidth more than all may be used.
function barOf({ used, limit }: LimitUsage): string {
  if (used === undefined) return "";
  const filled = Math.min(BAR, Math.ceil((used / limit) * BAR));
  return `[${"#".repeat(filled)}${"-".repeat(BAR - filled)}]`;
}
