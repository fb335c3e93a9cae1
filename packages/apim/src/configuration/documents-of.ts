import { textOf } from "../json/json-object.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { PolicyDocument } from "./configuration.js";
import type { Resource } from "./resource.js";
import { holdsOfResource, scopeOfPolicy } from "./scope-of-resource.js";

/** Policy documents of a service, with products under their names in the catalog. */
export function documentsOf(
  resources: readonly Resource[],
  products: ReadonlyMap<string, string>,
): { readonly documents: readonly PolicyDocument[]; readonly findings: readonly HoldingFinding[] } {
  const documents: PolicyDocument[] = [];
  const findings: HoldingFinding[] = [];
  for (const { type, names, at, properties } of resources) {
    const [first = "", ...rest] = names;
    const known = type.startsWith("products/") ? [products.get(first) ?? first, ...rest] : names;
    const scope = scopeOfPolicy(type, known);
    if (scope === undefined) continue;
    // `policyContent` is the older name, which answers of old versions of the management API have.
    const text = textOf(properties, "value") ?? textOf(properties, "policyContent");
    if (text !== undefined) documents.push({ scope, source: at, text });
    else
      findings.push({
        severity: "lost",
        code: "unreadable",
        at,
        text: "The policy has no text.",
        holds: holdsOfResource(type, known),
      });
  }
  return { documents, findings };
}

/** One document for each scope; documents without a scope are never the same. Of two the first is kept and its scope held. */
export function oneOfEachScope(documents: readonly PolicyDocument[]): {
  readonly documents: readonly PolicyDocument[];
  readonly findings: readonly HoldingFinding[];
} {
  const first = new Map<string, PolicyDocument>();
  const kept: PolicyDocument[] = [];
  const findings: HoldingFinding[] = [];
  for (const document of documents) {
    const known = document.scope === "document" ? undefined : first.get(document.scope);
    if (known === undefined) {
      first.set(document.scope, document);
      kept.push(document);
    } else if (known.text !== document.text)
      findings.push({
        severity: "lost",
        code: "duplicate",
        at: document.source,
        text: `Another policy of the same scope stands at ${known.source}.`,
        holds: [holdOfScope(document.scope)],
      });
  }
  return { documents: kept, findings };
}

/** A loss at an operation or resolver holds its API. */
function holdOfScope(scope: string): string {
  const inApi = /^(?:operation|resolver):([^/]*)/.exec(scope);
  return inApi === null ? scope : `api:${inApi[1]}`;
}
