import { trace } from "@opentelemetry/api";
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
  const { outcome, code, credential, product, api, operation, clientId, subscriptionId } = event;
  span.setAttributes({
    [OUTCOME]: outcome,
    [RULE]: event.requires,
    [CATALOG_VERSION]: event.catalogVersion,
    ...(code !== undefined && { [CODE]: code }),
    ...(credential !== undefined && { [CREDENTIAL]: credential }),
    ...(product !== undefined && { [PRODUCT]: product }),
    ...(api !== undefined && { [API]: api }),
    ...(operation !== undefined && { [OPERATION]: operation }),
    ...(clientId !== undefined && { [CLIENT_ID]: clientId }),
    ...(subscriptionId !== undefined && { [SUBSCRIPTION_ID]: subscriptionId }),
  });
}
