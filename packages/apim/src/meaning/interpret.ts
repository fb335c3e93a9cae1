import type { Configuration } from "../configuration/configuration.js";
import type { Scope } from "../report/scope.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { EffectivePolicy, PlacedRule } from "../report/report.js";
import type { PolicyElement } from "../xml/policy-document.js";
import { readPolicyText } from "../xml/read-policy-text.js";
import { nameCheckOf } from "./conditions/compared-names.js";
import { interpretDocument } from "./documents/interpret-document.js";
import type { DocumentMeaning } from "./documents/step.js";
import { unreadableDocument } from "./documents/unreadable-document.js";
import { worldOf } from "./documents/world.js";
import { Budget } from "./effective/budget.js";
import { Expansion, rewritesOf } from "./effective/chain.js";
import { type AnsweredCalls, effectivePolicies } from "./effective/effective-policies.js";
import { findingsOfFragments, fragmentsOf } from "./effective/findings-of-fragments.js";
import { findingsOfOperations } from "./findings-of-operations.js";
import { findingsWithoutScope } from "./findings-without-scope.js";
import { holdingFindings } from "./holding-findings.js";
import type { TokenUse } from "./token-use.js";
import type { Rule } from "../report/rule.js";
import type { ScopedFinding } from "./scoped-finding.js";
import { valueSource } from "./values/named-values.js";

/** What the policies of a configuration demand. */
export interface Meaning {
  readonly rules: readonly PlacedRule[];
  readonly effective: readonly EffectivePolicy[];
  readonly answered: readonly AnsweredCalls[];
  /** What rules do with variables of tokens. */
  readonly tokens: ReadonlyMap<Rule, TokenUse>;
  /** Those of the configuration included. */
  readonly findings: readonly HoldingFinding[];
}

/**
 * Understands the policies of a configuration. The order of its documents does not matter.
 *
 * @throws {InputError} When documents include each other more often than memory allows.
 */
export function interpret(configuration: Configuration): Meaning {
  const documents = readDocuments(configuration);
  const fragments = fragmentsOf(documents);
  const budget = new Budget();
  const expansion = new Expansion(fragments, budget);
  const effective = effectivePolicies(configuration, byScope(documents), expansion, budget);
  const found: ScopedFinding[] = [
    ...documents.flatMap(({ document: { scope }, findings }) =>
      findings.map((finding) => ({ scope, finding })),
    ),
    ...documents.flatMap(({ steps }) => rewritesOf(expansion.stepsOf(steps)).map((step) => step.found)),
    ...effective.findings,
    ...findingsOfFragments(documents, fragments),
    ...findingsOfOperations(configuration, documents),
  ];
  return {
    rules: documents.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === "rule" ? [step.rule] : [])),
    ),
    effective: effective.policies,
    answered: effective.answered,
    tokens: tokensOf(documents),
    findings: holdingFindings(
      [...configuration.findings, ...findingsWithoutScope(configuration, documents)],
      [...new Set(found)],
      documents,
    ),
  };
}

/** In the order of their sources, so that variables get the same names whatever the order of the input. */
function readDocuments(configuration: Configuration): readonly DocumentMeaning[] {
  const texts = configuration.documents
    .toSorted((a, b) => (a.source < b.source ? -1 : a.source > b.source ? 1 : 0))
    .map((document) => ({ document, text: readPolicyText(document.text) }));
  const values = valueSource(configuration.namedValues, configuration.secretVariables);
  const fragments = new Map<string, PolicyElement | undefined>();
  for (const { document, text } of texts)
    if (document.scope.startsWith("fragment:"))
      fragments.set(document.scope.slice("fragment:".length), "root" in text ? text.root : undefined);
  const roots = texts.flatMap(({ text }) => ("root" in text ? [text.root] : []));
  const world = worldOf(values, nameCheckOf(configuration), roots, fragments);
  return texts.map(({ document, text }) =>
    "root" in text ? interpretDocument(document, text, world) : unreadableDocument(document, text),
  );
}

const tokensOf = (documents: readonly DocumentMeaning[]): ReadonlyMap<Rule, TokenUse> =>
  new Map(
    documents.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        step.kind === "rule" && step.use !== undefined ? [[step.rule.rule, step.use] as const] : [],
      ),
    ),
  );

/** One document for each scope: two of them are a finding of whatever read them. */
function byScope(documents: readonly DocumentMeaning[]): ReadonlyMap<Scope, DocumentMeaning> {
  return new Map(documents.map((meaning) => [meaning.document.scope, meaning]));
}
