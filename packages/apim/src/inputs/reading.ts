import type { PolicyDocument, SubscriptionKeys } from "../configuration/configuration.js";
import type { Resource } from "../configuration/resource.js";
import type { Scope } from "../configuration/scope.js";
import type { HoldingFinding } from "../report/holding-finding.js";

/** How inputs are read. */
export interface ReadOptions {
  /** Scope of the policy document that is given alone. */
  readonly scope?: Scope | undefined;
  /** A file with parameters of ARM templates. */
  readonly parameters?: string | undefined;
  /** A file with values of an environment, in the form of APIOps. */
  readonly overrides?: string | undefined;
  /** A file with keys of subscriptions. */
  readonly secrets?: string | undefined;
  readonly onProgress?: ((progress: { readonly read: number; readonly files: number }) => void) | undefined;
}

/** What stands in the inputs, whatever their kind. */
export interface Reading {
  /** Resources of all inputs, in the order of the files. The same one may come several times. */
  readonly resources: readonly Resource[];
  /** Policy documents that stand alone, with the scope of the options or `document`. */
  readonly documents: readonly PolicyDocument[];
  readonly findings: readonly HoldingFinding[];
  /** Names of variables, in `${env:NAME}`, that stand for secrets. */
  readonly secretVariables: ReadonlySet<string>;
  /** Keys by the id of the subscription. No resource holds them. */
  readonly keys: SubscriptionKeys;
}
