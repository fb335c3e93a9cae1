import type { Scope } from "./scope.js";
import type { FindingCode } from "./finding-codes.js";
import type { Rule, When } from "./rule.js";
import type { Severity } from "./severity.js";

export type { Severity };

/** Something that a person must know about the import. */
export interface Finding {
  readonly severity: Severity;
  readonly code: FindingCode;
  /** `file:line`, `file#scope:line`, a file or `file#type`. */
  readonly at: string;
  /** Name of the element, where the finding is about one. */
  readonly element?: string;
  /** What was found, without values from the input. */
  readonly text: string;
  /** Accepted by a file given with `--accept`. */
  readonly accepted?: true;
}

/** A rule that was carried. */
export interface PlacedRule {
  readonly at: string;
  readonly scope: Scope;
  readonly rule: Rule;
  readonly when?: When;
}

/** What a request to an operation in a context must satisfy: places of rules, in the order of the gateway. */
export interface EffectivePolicy {
  readonly api: string;
  /** `*`: all operations that have no document. */
  readonly operation: string;
  /** `product:gold`, or `api`. */
  readonly context: string;
  readonly rules: readonly string[];
}

export interface ReportedProduct {
  readonly displayName: string;
  readonly state: "published" | "notPublished";
  readonly accepts: readonly string[];
  readonly audience?: readonly string[];
  readonly role?: string;
}

export interface ReportedApi {
  readonly path: string;
  readonly subscriptionRequired: boolean;
  readonly products: readonly string[];
  readonly keyHeader?: string;
  readonly keyQuery?: string;
  /** Method and template by name: `"GET /{id}"`. */
  readonly operations?: Readonly<Record<string, string>>;
}

export interface ReportedSubscription {
  readonly id: string;
  readonly scope: string;
  readonly state: string;
  readonly owner?: string;
  readonly keys: "present" | "absent";
}

export interface ReportedClient {
  readonly id: string;
  readonly products: readonly string[];
  readonly state: string;
}

/** What an import found: the JSON of `--json`. */
export interface ImportReport {
  /** Version of this form. */
  readonly report: 1;
  /** 0: all carried or accepted. 1: something lost, or with `strict` different. */
  readonly exit: 0 | 1;
  readonly products: Readonly<Record<string, ReportedProduct>>;
  readonly apis: Readonly<Record<string, ReportedApi>>;
  readonly subscriptions: readonly ReportedSubscription[];
  readonly clients: readonly ReportedClient[];
  readonly rules: readonly PlacedRule[];
  readonly effective: readonly EffectivePolicy[];
  readonly findings: readonly Finding[];
  /** What is left out of the catalog until its findings are accepted: `api:orders`, `product:gold`, `global`. */
  readonly held: readonly string[];
  /** Names of environment variables that rules and products need. */
  readonly environment: readonly string[];
}
