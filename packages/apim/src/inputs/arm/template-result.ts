import type { SubscriptionKeys } from "../../configuration/configuration.js";
import type { Resource } from "../../configuration/resource.js";
import type { HoldingFinding } from "../../report/holding-finding.js";

/** What a template deploys. */
export interface TemplateResult {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
  /** Keys of subscriptions that the template holds in the clear, by the subscription's id. */
  readonly keys: SubscriptionKeys;
  /** Variables in `${env:NAME}` of the resources that stand for secrets. */
  readonly secretVariables: ReadonlySet<string>;
  /** Places of the files that were read through links, templates and policies: they are no inputs by themselves. */
  readonly linked: ReadonlySet<string>;
}
