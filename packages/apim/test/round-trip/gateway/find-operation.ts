import type { ImportReport } from "#src/report/report.js";

/** Where a request goes. */
export interface Place {
  readonly api: string;
  /** Undefined: the operations of the API are not known, and it takes every path below its own. */
  readonly operation: string | undefined;
}

/** Finds API and operation of a request; the longest path and the most literal template win. */
export function findOperation(
  { apis }: ImportReport,
  { method, path }: { readonly method: string; readonly path: string },
): Place | undefined {
  const sent = segmentsOf(path);
  const fitting = Object.entries(apis)
    .filter(([, { path: own }]) => segmentsOf(own).every((segment, i) => same(segment, sent[i])))
    .sort(([, one], [, other]) => segmentsOf(other.path).length - segmentsOf(one.path).length);
  const [found] = fitting;
  if (found === undefined) return undefined;
  const [name, api] = found;
  const operations = Object.entries(api.operations ?? {});
  if (operations.length === 0) return { api: name, operation: undefined };
  const rest = sent.slice(segmentsOf(api.path).length);
  const matching = operations
    .filter(([, text]) => fits(text, method, rest))
    .sort(([, one], [, other]) => compareTemplates(one, other));
  const operation = matching[0]?.[0];
  return operation === undefined ? undefined : { api: name, operation };
}

const segmentsOf = (path: string): readonly string[] => path.split("/").filter((segment) => segment !== "");
const same = (one: string, other: string | undefined): boolean => one.toLowerCase() === other?.toLowerCase();

function fits(text: string, method: string, sent: readonly string[]): boolean {
  const [verb = "", template = ""] = text.split(" ");
  if (verb !== method) return false;
  const segments = segmentsOf(template.split("?")[0]!);
  if (segments.at(-1)?.startsWith("{*") === true)
    return segments.slice(0, -1).every((segment, i) => isParameter(segment) || same(segment, sent[i]));
  return (
    segments.length === sent.length &&
    segments.every((segment, i) => isParameter(segment) || same(segment, sent[i]))
  );
}

const isParameter = (segment: string): boolean => segment.startsWith("{") && segment.endsWith("}");

function compareTemplates(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => segmentsOf(text.split(" ")[1] ?? ""));
  for (const [i, segment] of a!.entries()) {
    const difference = Number(isParameter(segment)) - Number(isParameter(b![i] ?? "{*}"));
    if (difference !== 0) return difference;
  }
  return 0;
}
