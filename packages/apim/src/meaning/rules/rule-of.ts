import type { Rule } from "../../report/rule.js";
import type { PolicyElement } from "../../xml/policy-document.js";
import { checkHeaderShape, readCheckHeader } from "./connection/check-header.js";
import { ipFilterShape, readIpFilter } from "./connection/ip-filter.js";
import {
  readValidateClientCertificate,
  validateClientCertificateShape,
} from "./connection/validate-client-certificate.js";
import { checkShape, type ElementShape } from "./element-shape.js";
import { readKeyLimit } from "./limits/key-limit.js";
import { quotaByKeyShape, quotaShape, rateLimitByKeyShape, rateLimitShape } from "./limits/shapes.js";
import { readSubscriptionLimit } from "./limits/subscription-limit.js";
import { Reading } from "./reading.js";
import type { RuleContext, RuleOutcome } from "./rule-context.js";
import { validateAzureAdTokenShape, validateJwtShape } from "./token/shapes.js";
import { readValidateAzureAdToken } from "./token/validate-azure-ad-token.js";
import { readValidateJwt } from "./token/validate-jwt.js";

interface ElementReader {
  readonly shape: ElementShape;
  readonly read: (reading: Reading, element: PolicyElement) => Rule;
}

const READERS: ReadonlyMap<string, ElementReader> = new Map<string, ElementReader>([
  ["validate-jwt", { shape: validateJwtShape, read: readValidateJwt }],
  ["validate-azure-ad-token", { shape: validateAzureAdTokenShape, read: readValidateAzureAdToken }],
  ["rate-limit", { shape: rateLimitShape, read: readSubscriptionLimit("rate") }],
  ["rate-limit-by-key", { shape: rateLimitByKeyShape, read: readKeyLimit("rate") }],
  ["quota", { shape: quotaShape, read: readSubscriptionLimit("quota") }],
  ["quota-by-key", { shape: quotaByKeyShape, read: readKeyLimit("quota") }],
  ["check-header", { shape: checkHeaderShape, read: readCheckHeader }],
  ["ip-filter", { shape: ipFilterShape, read: readIpFilter }],
  [
    "validate-client-certificate",
    { shape: validateClientCertificateShape, read: readValidateClientCertificate },
  ],
]);

/**
 * What an access element demands, or why that cannot be carried.
 *
 * @param element - One of the nine access elements.
 */
export function ruleOf(element: PolicyElement, context: RuleContext): RuleOutcome {
  const reader = READERS.get(element.name);
  if (reader === undefined) throw new TypeError(`${element.name} is no access element`);
  const { variables } = context.values;
  const before = variables.count;
  const reading = new Reading(element, context);
  checkShape(element, reader.shape, reading.notes);
  const outcome = reading.notes.outcome(reader.read(reading, element));
  if (outcome.rule === undefined) variables.forget(before);
  return reading.tokenVariable === undefined ? outcome : { ...outcome, reads: reading.tokenVariable };
}
