import type { Decision } from "../decision/decision.js";
import type { Evidence } from "../evidence/evidence.js";
import type { Settings } from "../options/settings.js";
import type { JudgedCredential } from "../policies/request-policies.js";
import type { CompiledRule } from "../rules/rule.js";
import type { ScopeRules } from "../rules/scope-rules.js";
import { decideByRule } from "./decide-by-rule.js";

/** The evidence about a request, and the rule that it is judged by. An object costs less than a closure. */
export class ExaminedCredential<P extends string> implements JudgedCredential<P> {
  readonly #settings: Settings<P>;
  readonly #requirement: CompiledRule<P>;
  readonly #scopeRules: ScopeRules<P> | undefined;
  readonly #evidence: Evidence;

  constructor(
    settings: Settings<P>,
    requirement: CompiledRule<P>,
    scopeRules: ScopeRules<P> | undefined,
    evidence: Evidence,
  ) {
    this.#settings = settings;
    this.#requirement = requirement;
    this.#scopeRules = scopeRules;
    this.#evidence = evidence;
  }

  judgeAgain(now: number): Decision<P> {
    return decideByRule(this.#settings, this.#requirement, this.#scopeRules, this.#evidence, now);
  }
}
