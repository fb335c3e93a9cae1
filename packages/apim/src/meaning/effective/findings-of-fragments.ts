import type { DocumentMeaning } from "../documents/step.js";
import type { ScopedFinding } from "../scoped-finding.js";
import { DEEPEST_FRAGMENTS } from "./chain.js";
import { fragmentGraph } from "./fragment-graph.js";

/** Fragments that cannot stand where they are included: in circles, or too deep. */
export function findingsOfFragments(
  documents: readonly DocumentMeaning[],
  fragments: ReadonlyMap<string, DocumentMeaning>,
): readonly ScopedFinding[] {
  const { circular, depths } = fragmentGraph(fragments);
  const isTooDeep = (name: string): boolean => (depths.get(name) ?? 0) > DEEPEST_FRAGMENTS;
  return documents.flatMap((meaning) => {
    const name = fragmentName(meaning);
    if (name === undefined)
      return [...meaning.includes].some(isTooDeep)
        ? [unreadable(meaning, "Its fragments include each other too deep.")]
        : [];
    return circular.has(name) ? [unreadable(meaning, "It includes itself.")] : [];
  });
}

/** The documents that are fragments, by name. */
export function fragmentsOf(documents: readonly DocumentMeaning[]): ReadonlyMap<string, DocumentMeaning> {
  return new Map(
    documents.flatMap((meaning) => {
      const name = fragmentName(meaning);
      return name === undefined ? [] : [[name, meaning] as const];
    }),
  );
}

const fragmentName = ({ document: { scope } }: DocumentMeaning): string | undefined =>
  scope.startsWith("fragment:") ? scope.slice("fragment:".length) : undefined;

const unreadable = ({ document: { scope, source } }: DocumentMeaning, text: string): ScopedFinding => ({
  scope,
  finding: { severity: "lost", code: "unreadable", at: `${source}:1`, text },
});
