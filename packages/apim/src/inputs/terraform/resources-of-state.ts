import type { SubscriptionKeys } from "../../configuration/configuration.js";
import type { Resource } from "../../configuration/resource.js";
import type { Json } from "../../json/json-value.js";
import type { HoldingFinding } from "../../report/holding-finding.js";
import { withDescribed } from "../specification/with-described.js";
import { readTerraformResource } from "./read-terraform-resource.js";
import type { StateReading } from "./state-reading.js";
import { managedResources } from "./terraform-modules.js";

/** What a state or plan of Terraform holds. */
export interface StateResult {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
  /** Keys of subscriptions, by the subscription's id. They stand in the clear in a state. */
  readonly keys: SubscriptionKeys;
}

/**
 * The API Management resources in the output of `terraform show -json`. What Terraform marks as sensitive is in no resource.
 * @param options - `at`: the file relative to the input.
 */
export function resourcesOfState(state: Json, { at }: { readonly at: string }): StateResult {
  const reading: StateReading = {
    at,
    resources: [],
    servicePolicies: [],
    described: [],
    findings: [],
    keys: new Map(),
  };
  for (const resource of managedResources(state)) readTerraformResource(resource, reading);
  const { resources, described, servicePolicies, findings, keys } = reading;
  // The provider copies a global policy that stands apart into the resource of the service.
  const isApart = resources.some(({ type }) => type === "policies");
  const all = isApart ? resources : [...resources, ...servicePolicies];
  return { resources: withDescribed(all, described), findings, keys };
}
