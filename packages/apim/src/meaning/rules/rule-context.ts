import type { Scope } from "../../report/scope.js";
import type { Finding } from "../../report/report.js";
import type { Rule } from "../../report/rule.js";
import type { ValueSource } from "../values/named-values.js";

/** What an access element is read with. */
export interface RuleContext {
  readonly values: ValueSource;
  /** Place of the element. */
  readonly at: string;
  readonly scope: Scope;
  /** Output variables of the token elements of the whole input. */
  readonly tokenVariables: ReadonlySet<string>;
  /** Whether a token rule stands before the element in its document. */
  readonly afterTokenRule: boolean;
}

/** What becomes of an access element. Without `rule` it is lost, and `findings` says why. */
export interface RuleOutcome {
  readonly rule?: Rule;
  /** Variable of the token whose claims the rule counts by. */
  readonly reads?: string;
  /** At most one for each code. */
  readonly findings: readonly Finding[];
}
