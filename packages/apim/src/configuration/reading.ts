import type { HoldingFinding } from "../report/holding-finding.js";
import type { PolicyDocument, SubscriptionKeys } from "./configuration.js";
import type { Resource } from "./resource.js";

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
