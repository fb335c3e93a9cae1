import type { Finding, PlacedRule } from "../../report/report.js";
import type { ScopedFinding } from "../scoped-finding.js";
import type { TokenUse } from "../token-use.js";
import type { PolicyDocument } from "../../configuration/configuration.js";
import type { Scope } from "../../report/scope.js";

/** What a document does to a request, in its order. */
export type Step =
  | { readonly kind: "rule"; readonly rule: PlacedRule; readonly use?: TokenUse }
  /** What the next broader scope does. */
  | { readonly kind: "base" }
  /** `<base />` below a condition: it cannot be carried when broader scopes have rules. */
  | { readonly kind: "conditional-base"; readonly found: ScopedFinding }
  /** Below a condition, only what the fragment changes counts: it has no rules there. */
  | { readonly kind: "include"; readonly fragment: string; readonly isConditional: boolean }
  /** The header or query parameter `source` is set or deleted. */
  | { readonly kind: "rewrite"; readonly source: string; readonly found: ScopedFinding }
  /** The gateway answers every request itself, without a denial: none of them reaches the backend. */
  | { readonly kind: "answer"; readonly at: string; readonly scope: Scope }
  /** The request is answered: nothing after it runs. */
  | { readonly kind: "end" };

/** A policy document, understood by itself. */
export interface DocumentMeaning {
  readonly document: PolicyDocument;
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  /** Fragments that it includes in `inbound`, also below conditions. */
  readonly includes: ReadonlySet<string>;
  /** Whether `<base />` stands in its `inbound`, at any place. */
  readonly hasBase: boolean;
  /** Whether it has access elements or denials, carried or lost, itself or in fragments. */
  readonly guards: boolean;
}
