import type { Configuration, ImportedApi } from "../configuration/configuration.js";
import { holdsVariable } from "../csharp/variables.js";
import type { Held } from "./points.js";

/**
 * APIs that would answer calls to one that is left out, because its path lies inside of theirs: the gateway takes the API
 * with the longest path, and the catalog would take the next one, with other rules.
 */
export function enclosingApis({ apis }: Configuration, held: ReadonlySet<string>): readonly Held[] {
  const leftOut = apis
    .filter(({ name }) => held.has(`api:${name}`))
    .map(({ name, path }) => ({ name, segments: segmentsOf(path) }));
  const known = new Set(apis.map(({ name }) => `api:${name}`));
  const unread = [...held].find((scope) => scope.startsWith("api:") && !known.has(scope));
  return apis
    .filter(({ name }) => !held.has(`api:${name}`))
    .flatMap(({ name, path, operations }): readonly Held[] => {
      const outer = segmentsOf(path);
      const inner = leftOut.find(({ segments }) => mayAnswer(outer, operations, segments));
      // Whatever the path of an API is that could not be read: the empty path lies around it.
      const answered = inner ? `api:${inner.name}` : outer.length === 0 ? unread : undefined;
      if (answered === undefined) return [];
      return [{ scope: `api:${name}`, reason: `calls to ${answered}, which is left out, would come to it` }];
    });
}

function mayAnswer(
  outer: readonly string[],
  operations: ImportedApi["operations"],
  inner: readonly string[],
): boolean {
  const known = outer.findIndex((segment, i) => holdsVariable(segment) || holdsVariable(inner[i] ?? ""));
  // A variable may stand for any path.
  if (known !== -1) return startsWith(inner, outer.slice(0, known));
  if (!startsWith(inner, outer)) return false;
  const rest = inner.slice(outer.length);
  return operations.length === 0 || operations.some(({ urlTemplate }) => mayMatch(urlTemplate, rest));
}

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((segment, i) => segment === path[i]);

/** Whether an operation may match a path that begins with these segments. */
function mayMatch(urlTemplate: string, start: readonly string[]): boolean {
  const template = segmentsOf(urlTemplate.split("?", 1)[0]!);
  const isOpen = template.at(-1) === "*";
  if (!isOpen && template.length < start.length) return false;
  return start.every((segment, i) => {
    const expected = template[i] ?? "*";
    return expected === segment || /[{*]/.test(expected) || holdsVariable(segment);
  });
}

// Routers may ignore case.
const segmentsOf = (path: string): readonly string[] =>
  path
    .toLowerCase()
    .split("/")
    .filter((segment) => segment !== "");
