import type { FindingCode } from "../../report/finding-codes.js";
import type { Finding, Severity } from "../../report/report.js";
import type { Rule } from "../../report/rule.js";
import type { RuleOutcome } from "./rule-context.js";

/** Collects what is found while one element is read: one finding for each code. */
export class Notes {
  readonly #element: string;
  readonly #at: string;
  readonly #texts: Readonly<Record<Severity, Map<FindingCode, Set<string>>>> = {
    lost: new Map(),
    difference: new Map(),
    info: new Map(),
  };

  constructor(element: string, at: string) {
    this.#element = element;
    this.#at = at;
  }

  /** The element cannot be carried. */
  lost(code: FindingCode, text: string): undefined {
    this.#add("lost", code, text);
  }

  /** The rule decides otherwise than the gateway, or needs something that the input does not hold. */
  differs(code: FindingCode, text: string): void {
    this.#add("difference", code, text);
  }

  /** Something was left out that decides nothing. */
  tells(code: FindingCode, text: string): void {
    this.#add("info", code, text);
  }

  /** The rule, or what was lost. Differences of a rule that is not there are of no use to the reader. */
  outcome(rule: Rule): RuleOutcome {
    if (this.#texts.lost.size > 0) return { findings: this.#findings("lost") };
    return { rule, findings: [...this.#findings("difference"), ...this.#findings("info")] };
  }

  #add(severity: Severity, code: FindingCode, text: string): void {
    const texts = this.#texts[severity];
    texts.set(code, (texts.get(code) ?? new Set()).add(text));
  }

  #findings(severity: Severity): Finding[] {
    const place = { at: this.#at, element: this.#element };
    return [...this.#texts[severity]].map(([code, texts]) => ({
      severity,
      code,
      ...place,
      text: [...texts].join(" "),
    }));
  }
}
