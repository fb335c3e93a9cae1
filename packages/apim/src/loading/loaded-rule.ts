import type { Rule } from "../report/rule.js";
import type { MethodSet } from "../writing/method-set.js";
import type { Standing } from "../writing/places.js";

/** A rule that becomes a policy in code. */
export interface LoadedRule {
  readonly at: string;
  readonly place: Standing;
  readonly contexts?: readonly string[];
  readonly methods?: MethodSet;
  readonly token?: string;
  /** Whether the values of the claim are compared as one text, with commas between them. */
  readonly joined?: true;
  readonly rule: Rule;
}
