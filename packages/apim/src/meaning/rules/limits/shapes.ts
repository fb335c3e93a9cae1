import { type ElementShape, shape } from "../element-shape.js";

const headers = [
  ...["retry-after-header-name", "retry-after-variable-name", "remaining-calls-header-name"],
  ...["remaining-calls-variable-name", "total-calls-header-name"],
];
const entity = ["name", "id", "calls", "renewal-period"];
const byKey = ["id", "calls", "renewal-period", "counter-key", "increment-condition", "increment-count"];
const parts = (attributes: readonly string[]): Readonly<Record<string, ElementShape>> => ({
  api: shape(attributes, { operation: shape(attributes) }),
});

/** https://learn.microsoft.com/azure/api-management/rate-limit-policy */
export const rateLimitShape: ElementShape = shape(
  ["id", "calls", "renewal-period", ...headers],
  parts([...entity, ...headers]),
);

/** https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy, and an attribute that only the policy toolkit names. */
export const rateLimitByKeyShape: ElementShape = shape([...byKey, ...headers, "increment-after-response"]);

/** https://learn.microsoft.com/azure/api-management/quota-policy */
export const quotaShape: ElementShape = shape(
  ["id", "calls", "bandwidth", "renewal-period"],
  parts([...entity, "bandwidth"]),
);

/** https://learn.microsoft.com/azure/api-management/quota-by-key-policy */
export const quotaByKeyShape: ElementShape = shape([...byKey, "bandwidth", "first-period-start"]);
