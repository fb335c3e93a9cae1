import type { Note, Unsayable } from "./sayable.js";

/** Which answers count; no code: all. */
interface Increment {
  readonly code: string | undefined;
  readonly notes: readonly Note[];
}

/** Lowest and highest status. */
type Interval = readonly [number, number];

/** The C# code of an `incrementCondition`. An interval with gaps is counted whole, so that more answers count. */
export function incrementOf(
  condition:
    | { readonly status?: readonly (number | string)[]; readonly statusNot?: readonly (number | string)[] }
    | undefined,
): Increment | Unsayable {
  const { status = [], statusNot = [] } = condition ?? {};
  const intervals = status.map(intervalOf);
  if ([...intervals, ...statusNot.map(intervalOf)].includes(undefined))
    return { unsayable: "It counts by a status that is a variable, which no expression can hold." };
  if (status.length > 0) return inside(intervals as readonly Interval[], statusNot);
  const [excluded] = statusNot;
  return excluded !== undefined && statusNot.length === 1
    ? { code: `context.Response.StatusCode != ${excluded}`, notes: [] }
    : { code: undefined, notes: statusNot.length === 0 ? [] : [MORE] };
}

const MORE: Note = { code: "export-stricter", text: "Answers with more statuses count." };

function inside(intervals: readonly Interval[], statusNot: readonly (number | string)[]): Increment {
  const low = Math.min(...intervals.map(([from]) => from));
  const high = Math.max(...intervals.map(([, to]) => to));
  const isWhole = statusesIn([low, high]).every((one) =>
    intervals.some(([from, to]) => from <= one && one <= to),
  );
  const code = `context.Response.StatusCode >= ${low} && ${high} >= context.Response.StatusCode`;
  return { code, notes: isWhole && statusNot.length === 0 ? [] : [MORE] };
}

const statusesIn = ([low, high]: Interval): readonly number[] =>
  Array.from({ length: high - low + 1 }, (_, i) => low + i);

function intervalOf(status: number | string): Interval | undefined {
  if (typeof status === "number") return [status, status];
  const hundred = /^[1-5]xx$/.test(status) ? Number(status[0]) * 100 : undefined;
  return hundred === undefined ? undefined : [hundred, hundred + 99];
}
