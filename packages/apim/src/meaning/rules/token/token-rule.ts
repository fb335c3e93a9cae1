import type { TokenRule } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { elementsAt } from "../element-shape.js";
import type { Reading } from "../reading.js";
import { readClaims, readTexts, settleAudiences } from "./claims.js";
import { readKeys } from "./keys.js";

/** What both token elements have. Source, issuers and keys for signatures are theirs. */
export type CommonDemands = Pick<TokenRule, "audiences" | "claims" | "decryptionKeys" | "status" | "message">;

/**
 * Reads audiences, claims, keys for decryption and the refusal.
 *
 * @param named - The elements that name audiences.
 */
export function readCommon(
  reading: Reading,
  element: PolicyElement,
  named: readonly PolicyElement[],
): CommonDemands {
  const audiences = readTexts(reading, named);
  const claims = readClaims(reading, element);
  // One that cannot be read is noted already.
  const demands =
    audiences.length === named.length
      ? settleAudiences(reading, { audiences, claims })
      : { audiences, claims };
  const keys = readKeys(reading, elementsAt(element, "decryption-keys", "key"), "DECRYPTION_KEY");
  const message = reading.message(element, "failed-validation-error-message");
  return {
    audiences: demands.audiences,
    ...(demands.claims.length > 0 && { claims: demands.claims }),
    ...(keys.length > 0 && { decryptionKeys: keys }),
    status: reading.status(reading.attribute(element, "failed-validation-httpcode")) ?? 401,
    ...(message !== undefined && { message }),
  };
}
