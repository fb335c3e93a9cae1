import type { CatalogLimit } from "@product-auth/core";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Periods that have a name, in seconds. API Management counts a month as 30 days. */
const NAMED: ReadonlyMap<number, string> = new Map([
  [1, "second"],
  [MINUTE, "minute"],
  [HOUR, "hour"],
  [DAY, "day"],
  [7 * DAY, "week"],
  [30 * DAY, "month (30 days)"],
  [365 * DAY, "year (365 days)"],
]);

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [DAY, "days"],
  [HOUR, "hours"],
  [MINUTE, "minutes"],
  [1, "seconds"],
];

/** A number as people read it: 10,000. */
export const number = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 1 });

/** An amount of calls or kilobytes. */
export function amountWords(kind: CatalogLimit["kind"], amount: number): string {
  const unit = kind === "bandwidth" ? "kilobyte" : "call";
  return `${number(amount)} ${unit}${amount === 1 ? "" : "s"}`;
}

/** A rate limit or a quota: "5 calls per minute", "10,000 calls per month (30 days)", "100 calls in total". */
export function limitWords({
  kind,
  limit,
  renewalPeriod,
}: Pick<CatalogLimit, "kind" | "limit" | "renewalPeriod">): string {
  const amount = amountWords(kind, limit);
  return renewalPeriod === 0 ? `${amount} in total` : `${amount} per ${periodWords(renewalPeriod)}`;
}

function periodWords(seconds: number): string {
  const name = NAMED.get(seconds);
  if (name !== undefined) return name;
  const [length, unit] = UNITS.find(([candidate]) => seconds % candidate === 0) ?? [1, "seconds"];
  return `${number(seconds / length)} ${unit}`;
}

/** Names of the APIs and operations that limits are for. */
export interface LimitNames {
  readonly api: (name: string) => string;
}

/** A limit of the catalog: where it counts, and what it counts apart. */
export function catalogLimitWords(limit: CatalogLimit, { api }: LimitNames): string {
  const { api: apiName, operation, per } = limit;
  const where = [
    apiName !== undefined && `API ${api(apiName)}`,
    operation !== undefined && `operation ${operation}`,
  ];
  const place = where.filter((part) => part !== false).join(", ");
  return [
    limitWords(limit),
    place !== "" && `to ${place}`,
    per === "other" && "for each value that is counted apart, such as an address",
  ]
    .filter((part) => part !== false)
    .join(", ");
}
