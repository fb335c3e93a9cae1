import type { JsonObject } from "../json/json-value.js";

/**
 * A resource of an API Management service, whatever kind of input described it, in the form of the management API
 * (`spec` of ARM, `Microsoft.ApiManagement/service/…`). Every reader of inputs gives these.
 */
export interface Resource {
  /** Type without `Microsoft.ApiManagement/service/`, as ARM writes it: `products`, `products/apis`, `apis/operations/policies`. */
  readonly type: string;
  /** One name for each part of the type: `["gold", "orders"]` for `products/apis`. */
  readonly names: readonly string[];
  /** Place for findings: the file relative to the input, or `file#type`; of a policy what stands in front of `:line`. */
  readonly at: string;
  /** As the management API writes them. Policies and fragments: `value` is the decoded text of the document. */
  readonly properties: JsonObject;
}
