import type { Json } from "../../json/json-value.js";
import type { NumberText } from "../../report/rule.js";
import { counterKeyCode, type CallsOfPlace } from "./counter-key-code.js";
import { incrementOf } from "./increment-code.js";
import type { Note, Said, Unsayable } from "./sayable.js";
import { element, type XmlElement } from "./xml-element.js";

interface Volume {
  readonly calls?: NumberText;
  readonly bandwidth?: NumberText;
  readonly renewalPeriod?: NumberText;
}

interface Part extends Volume {
  readonly operations?: Readonly<Record<string, Volume>>;
}

/** Members of all four limits of a catalog. */
export interface WrittenLimit extends Part {
  readonly renewalPeriod: NumberText;
  readonly remainingCallsHeaderName?: string;
  readonly totalCallsHeaderName?: string;
  readonly retryAfterHeaderName?: string;
  readonly algorithm?: string;
  readonly per?: string;
  readonly apis?: Readonly<Record<string, Part>>;
  readonly counterKey?: readonly Json[];
  readonly counterName?: string;
  readonly incrementCount?: NumberText;
  readonly incrementCondition?: {
    readonly status?: readonly (number | string)[];
    readonly statusNot?: readonly (number | string)[];
  };
  readonly firstPeriodStart?: string;
}

/** The gateway takes no longer period of a rate, and no shorter one of a quota, in seconds (Microsoft's pages of both). */
const LONGEST_RATE = 300;
const SHORTEST_QUOTA = 300;

/** `rate-limit` or `quota`. Limits of operations at an API are left out: they stand in the operations' documents. */
export function ownLimitOf(
  kind: "rate" | "quota",
  limit: WrittenLimit,
  calls: CallsOfPlace,
): Said | Unsayable {
  const { per, apis = {} } = limit;
  const periods = [limit, ...(kind === "quota" ? [] : Object.values(apis).flatMap(withOperations))];
  const problem = problemOfPeriods(kind, periods);
  if (problem !== undefined) return { unsayable: problem };
  if (per !== "subscription" && !calls.haveKeys)
    return {
      unsayable: "It counts calls without a subscription key too, which the gateway would not limit.",
    };
  const children = Object.entries(apis).map(([api, part]) => partOf("api", api, part));
  const name = kind === "rate" ? "rate-limit" : "quota";
  return {
    elements: [element(name, { ...volumeOf(limit), ...headersOf(limit) }, children)],
    notes: notesOf(limit),
  };
}

const withOperations = ({ operations = {}, ...api }: Part): readonly Volume[] => [
  api,
  ...Object.values(operations),
];

const partOf = (name: string, id: string, { operations = {}, ...volume }: Part): XmlElement =>
  element(
    name,
    { id, ...volumeOf(volume) },
    Object.entries(operations).map(([operation, part]) => partOf("operation", operation, part)),
  );

/** `rate-limit-by-key` or `quota-by-key`. */
export function keyLimitOf(
  kind: "rate" | "quota",
  limit: WrittenLimit,
  calls: CallsOfPlace,
): Said | Unsayable {
  const problem = problemOfPeriods(kind, [limit]);
  if (problem !== undefined) return { unsayable: problem };
  const key = counterKeyCode(limit.counterKey ?? [], calls);
  if (typeof key === "object") return key;
  const increment = incrementOf(limit.incrementCondition);
  if ("unsayable" in increment) return increment;
  const { firstPeriodStart: start } = limit;
  const attributes = {
    ...volumeOf(limit),
    "counter-key": { code: key },
    "increment-condition": increment.code === undefined ? undefined : { code: increment.code },
    "increment-count": limit.incrementCount,
    ...headersOf(limit),
    "first-period-start": start === undefined ? undefined : startOf(start),
  };
  const name = kind === "rate" ? "rate-limit-by-key" : "quota-by-key";
  return { elements: [element(name, attributes)], notes: [...notesOf(limit), ...increment.notes] };
}

function problemOfPeriods(kind: "rate" | "quota", parts: readonly Volume[]): string | undefined {
  const periods = parts.map(({ renewalPeriod }) => renewalPeriod).filter((one) => typeof one === "number");
  if (kind === "rate" && periods.some((one) => one > LONGEST_RATE))
    return `Its period is longer than the ${LONGEST_RATE} seconds that the gateway takes.`;
  if (kind === "quota" && periods.some((one) => one !== 0 && one < SHORTEST_QUOTA))
    return `Its period is shorter than the ${SHORTEST_QUOTA} seconds that the gateway takes.`;
  return undefined;
}

const volumeOf = ({ calls, bandwidth, renewalPeriod }: Volume) => ({
  ...{ calls, bandwidth },
  "renewal-period": renewalPeriod,
});

const headersOf = (limit: WrittenLimit) => ({
  "retry-after-header-name": limit.retryAfterHeaderName,
  "remaining-calls-header-name": limit.remainingCallsHeaderName,
  "total-calls-header-name": limit.totalCallsHeaderName,
});

// In any time a bucket admits what a window admits.
const notesOf = ({ algorithm = "sliding-window" }: WrittenLimit): readonly Note[] =>
  algorithm === "sliding-window"
    ? []
    : [
        {
          code: "export-stricter",
          text: "The gateway counts in sliding windows, which admit fewer calls at once.",
        },
      ];

/** `yyyy-MM-ddTHH:mm:ssZ`. */
function startOf(written: string): string {
  const moment = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/i.test(written) ? written : `${written}Z`);
  return Number.isNaN(moment) ? written : new Date(moment).toISOString().replace(/\.\d+Z$/, "Z");
}
