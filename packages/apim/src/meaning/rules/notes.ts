import type { FindingCode } from "../../report/finding-codes.js";
import type { Finding, Severity } from "../../report/report.js";
import type { Rule } from "../../report/rule.js";
import type { RuleOutcome } from "./rule-context.js";

/** Collects what is found while one element is read: one finding for each code. */
export class Notes {
  readonly #element: string;
  readonly #at: string;
  readonly #lost = new Map<FindingCode, string>();
  readonly #differences = new Map<FindingCode, string>();

  constructor(element: string, at: string) {
    this.#element = element;
    this.#at = at;
  }

  get isLost(): boolean {
    return this.#lost.size > 0;
  }

  /** The element cannot be carried. */
  lost(code: FindingCode, text: string): undefined {
    if (!this.#lost.has(code)) this.#lost.set(code, text);
  }

  /** The rule decides otherwise than the gateway, or needs something that the input does not hold. */
  differs(code: FindingCode, text: string): void {
    if (!this.#differences.has(code)) this.#differences.set(code, text);
  }

  /** The rule, or what was lost. Differences of a rule that is not there are of no use to the reader. */
  outcome(rule: Rule): RuleOutcome {
    if (this.isLost) return { findings: this.#findings("lost", this.#lost) };
    return { rule, findings: this.#findings("difference", this.#differences) };
  }

  #findings(severity: Severity, texts: ReadonlyMap<FindingCode, string>): Finding[] {
    const place = { at: this.#at, element: this.#element };
    return [...texts].map(([code, text]) => ({ severity, code, ...place, text }));
  }
}
