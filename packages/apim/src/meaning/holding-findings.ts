import type { HoldingFinding } from "../report/holding-finding.js";
import type { DocumentMeaning } from "./documents/step.js";
import { DEEPEST_FRAGMENTS } from "./effective/chain.js";
import type { ScopedFinding } from "./scoped-finding.js";

/**
 * Findings with what they hold: a loss holds its API, product or everything; in a fragment, all that include it.
 *
 * @param earlier - Findings that name scopes already, fragments among them.
 */
export function holdingFindings(
  earlier: readonly HoldingFinding[],
  found: readonly ScopedFinding[],
  documents: readonly DocumentMeaning[],
): readonly HoldingFinding[] {
  const includers = includersOf(documents);
  const known = new Map<string, readonly string[]>();
  const heldFor = (scope: string): readonly string[] => {
    const held = known.get(scope) ?? heldBy(scope, includers);
    known.set(scope, held);
    return held;
  };
  return [
    ...earlier.map((finding) =>
      finding.holds ? { ...finding, holds: finding.holds.flatMap(heldFor) } : finding,
    ),
    ...found.map(({ scope, finding }) =>
      finding.severity === "lost" ? { ...finding, holds: heldFor(scope) } : finding,
    ),
  ];
}

type Includers = ReadonlyMap<string, readonly string[]>;

/** By fragment, the scopes of documents that include it. */
function includersOf(documents: readonly DocumentMeaning[]): Includers {
  const includers = new Map<string, string[]>();
  for (const { document, includes } of documents) {
    for (const name of includes) {
      const known = includers.get(`fragment:${name}`);
      if (known) known.push(document.scope);
      else includers.set(`fragment:${name}`, [document.scope]);
    }
  }
  return includers;
}

function heldBy(scope: string, includers: Includers): readonly string[] {
  const seen = new Set([scope]);
  let level: readonly string[] = [scope];
  for (let depth = 0; depth <= DEEPEST_FRAGMENTS && level.length > 0; depth++) {
    level = level.flatMap((each) => includers.get(each) ?? []).filter((each) => !seen.has(each));
    for (const each of level) seen.add(each);
  }
  return [...new Set([...seen].flatMap(heldName))].sort();
}

/** What an import leaves out for a loss at a scope. */
function heldName(scope: string): readonly string[] {
  if (scope === "global" || scope.startsWith("product:") || scope.startsWith("api:")) return [scope];
  if (scope === "document" || scope.startsWith("fragment:")) return [];
  return [`api:${scope.slice(scope.indexOf(":") + 1, scope.indexOf("/"))}`];
}
