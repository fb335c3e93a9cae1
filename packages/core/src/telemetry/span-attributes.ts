import { trace, type Attributes } from "@opentelemetry/api";
import type { DecisionEvent } from "../operators/events.js";
import {
  API,
  CATALOG_VERSION,
  CLIENT_ID,
  CODE,
  CREDENTIAL,
  OPERATION,
  OUTCOME,
  PRODUCT,
  RULE,
  SUBSCRIPTION_ID,
} from "./attribute-names.js";

/**
 * Describes a decision on the span of its request, which instrumentation of the server began. Of several guards the last one
 * stays. No attribute identifies a person, and none is a secret.
 */
export function describeOnSpan(event: DecisionEvent): void {
  const span = trace.getActiveSpan();
  if (span === undefined || !span.isRecording()) return;
  const { outcome, requires, catalogVersion, code, credential, product, api, operation } = event;
  const attributes: Attributes = { [OUTCOME]: outcome, [RULE]: requires, [CATALOG_VERSION]: catalogVersion };
  if (code !== undefined) attributes[CODE] = code;
  if (credential !== undefined) attributes[CREDENTIAL] = credential;
  if (product !== undefined) attributes[PRODUCT] = product;
  if (api !== undefined) attributes[API] = api;
  if (operation !== undefined) attributes[OPERATION] = operation;
  if (event.clientId !== undefined) attributes[CLIENT_ID] = event.clientId;
  if (event.subscriptionId !== undefined) attributes[SUBSCRIPTION_ID] = event.subscriptionId;
  span.setAttributes(attributes);
}
