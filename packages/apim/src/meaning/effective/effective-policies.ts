import type { Configuration, ImportedApi } from "../../configuration/configuration.js";
import type { Scope } from "../../report/scope.js";
import type { EffectivePolicy } from "../../report/report.js";
import type { DocumentMeaning } from "../documents/step.js";
import type { ScopedFinding } from "../scoped-finding.js";
import type { Budget } from "./budget.js";
import { type ChainStep, type Expansion, rulesOf } from "./chain.js";
import { Chains } from "./chains.js";

/** Calls that the gateway answers itself, so that none of them reaches the backend. */
export interface AnsweredCalls extends Omit<EffectivePolicy, "rules"> {
  /** Place of the answer. */
  readonly at: string;
  /** Scope of its document. */
  readonly scope: Scope;
}

/** What runs for each API, operation and context, and what is found only there. */
export interface Effective {
  readonly policies: readonly EffectivePolicy[];
  readonly answered: readonly AnsweredCalls[];
  readonly findings: readonly ScopedFinding[];
}

/**
 * The chains of the gateway: operation ← API ← product ← global, without the product where a call belongs to none.
 *
 * @param documents - By scope; fragments are not looked at.
 */
export function effectivePolicies(
  configuration: Configuration,
  documents: ReadonlyMap<Scope, DocumentMeaning>,
  expansion: Expansion,
  budget: Budget,
): Effective {
  const chains = new Chains(documents, expansion, budget);
  const policies: EffectivePolicy[] = [];
  const answered: AnsweredCalls[] = [];
  const global = chains.of("global", []);
  const products = new Map(
    configuration.products.map(({ name }) => [name, chains.of(`product:${name}`, global)]),
  );
  const operations = operationsWithDocuments(documents);
  for (const api of configuration.apis) {
    for (const [context, broader] of contextsOf(api, global, products)) {
      const ofApi = chains.of(`api:${api.name}`, broader);
      const add = (operation: string, chain: readonly ChainStep[]): void => {
        const rules = rulesOf(chain);
        budget.spend(rules.length + 1);
        const calls = { api: api.name, operation, context };
        policies.push({ ...calls, rules });
        const answer = chain.find((step) => step.kind === "answer");
        if (answer !== undefined) answered.push({ ...calls, at: answer.at, scope: answer.scope });
      };
      add("*", ofApi);
      for (const operation of operations.get(api.name) ?? [])
        add(operation, chains.of(`operation:${api.name}/${operation}`, ofApi));
    }
  }
  return { policies, answered, findings: chains.findings() };
}

function contextsOf(
  api: ImportedApi,
  global: readonly ChainStep[],
  products: ReadonlyMap<string, readonly ChainStep[]>,
): readonly (readonly [context: string, broader: readonly ChainStep[]])[] {
  const ofProducts = api.products.map((name) => [`product:${name}`, products.get(name) ?? global] as const);
  return [["api", global], ...ofProducts];
}

function operationsWithDocuments(
  documents: ReadonlyMap<Scope, DocumentMeaning>,
): ReadonlyMap<string, string[]> {
  const operations = new Map<string, string[]>();
  for (const scope of documents.keys()) {
    const place = operationOf(scope);
    if (place === undefined) continue;
    const known = operations.get(place.api);
    if (known) known.push(place.operation);
    else operations.set(place.api, [place.operation]);
  }
  return operations;
}

/** API and operation of a scope `operation:api/name`. */
export function operationOf(scope: Scope): { readonly api: string; readonly operation: string } | undefined {
  if (!scope.startsWith("operation:")) return undefined;
  const slash = scope.indexOf("/");
  return { api: scope.slice("operation:".length, slash), operation: scope.slice(slash + 1) };
}
