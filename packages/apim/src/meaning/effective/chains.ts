import type { Scope } from "../../report/scope.js";
import type { DocumentMeaning } from "../documents/step.js";
import type { ScopedFinding } from "../scoped-finding.js";
import type { Budget } from "./budget.js";
import { type ChainStep, chainOf, type Expansion, rewritesOf } from "./chain.js";

/** Makes chains of documents, and keeps what is found in them. */
export class Chains {
  readonly #documents: ReadonlyMap<Scope, DocumentMeaning>;
  readonly #expansion: Expansion;
  readonly #budget: Budget;
  readonly #steps = new Map<Scope, readonly ChainStep[]>();
  readonly #findings = new Set<ScopedFinding>();
  readonly #withoutBase = new Set<DocumentMeaning>();

  constructor(documents: ReadonlyMap<Scope, DocumentMeaning>, expansion: Expansion, budget: Budget) {
    this.#documents = documents;
    this.#budget = budget;
    this.#expansion = expansion;
  }

  findings(): readonly ScopedFinding[] {
    const baseMissing = [...this.#withoutBase].map(({ document: { scope, source } }): ScopedFinding => {
      const text = "Rules of broader scopes do not run, because it has no <base />.";
      return { scope, finding: { severity: "info", code: "base-missing", at: source, text } };
    });
    return [...this.#findings, ...baseMissing];
  }

  /** No document at a scope is the same as `<base />`. */
  of(scope: Scope, broader: readonly ChainStep[]): readonly ChainStep[] {
    const document = this.#documents.get(scope);
    if (document === undefined) return broader;
    const steps = this.#stepsOf(scope, document);
    if (broader.some(({ kind }) => kind === "rule")) this.#lookForBase(document, steps);
    const chain = chainOf(steps, broader, this.#budget);
    for (const { found } of rewritesOf(chain)) this.#findings.add(found);
    return chain;
  }

  #lookForBase(document: DocumentMeaning, steps: readonly ChainStep[]): void {
    if (!document.hasBase) this.#withoutBase.add(document);
    for (const step of steps) if (step.kind === "conditional-base") this.#findings.add(step.found);
  }

  #stepsOf(scope: Scope, document: DocumentMeaning): readonly ChainStep[] {
    const known = this.#steps.get(scope);
    if (known !== undefined) return known;
    const steps = this.#expansion.stepsOf(document.steps);
    this.#steps.set(scope, steps);
    return steps;
  }
}
