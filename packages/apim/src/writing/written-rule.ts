import type { Rule } from "../report/rule.js";
import type { MethodSet } from "./method-set.js";
import type { Standing } from "./places.js";

/** A rule that the catalog cannot express, as `rules.json` holds it. */
export interface WrittenRule {
  readonly at: string;
  readonly place: Standing;
  /** The contexts in which it applies, `product:gold` or `api`. Absent: all. */
  readonly contexts?: readonly string[];
  readonly methods?: MethodSet;
  /** Name of the policy whose token a rule of the kind `claim` reads. */
  readonly token?: string;
  /** Whether the values of the claim are compared as one text, with commas between them. */
  readonly joined?: true;
  readonly rule: Rule;
}
