import type { TokenRule } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { elementsAt } from "../element-shape.js";
import type { Reading } from "../reading.js";
import { readTexts } from "./claims.js";
import { isEntraAddress } from "./entra-address.js";
import { readKeys } from "./keys.js";
import { readSource } from "./token-source.js";
import { readCommon } from "./token-rule.js";

/** https://learn.microsoft.com/azure/api-management/validate-jwt-policy */
export function readValidateJwt(reading: Reading, element: PolicyElement): TokenRule {
  const configurations = elementsAt(element, "openid-config");
  const signingKeys = elementsAt(element, "issuer-signing-keys", "key");
  if (configurations.length + signingKeys.length === 0)
    reading.notes.lost("issuer-missing", "The element has neither openid-config nor issuer-signing-keys.");

  const discovery = configurations.flatMap((one) => readAddress(reading, one) ?? []);
  const issuers = readTexts(reading, elementsAt(element, "issuers", "issuer"));
  const keys = readKeys(reading, signingKeys, "SIGNING_KEY");
  const scheme = reading.optionalText(reading.attribute(element, "require-scheme"));
  const skew = reading.seconds(reading.attribute(element, "clock-skew"));
  return {
    kind: "token",
    ...(discovery.length > 0 && { discovery }),
    ...(issuers.length > 0 && { issuers }),
    ...(keys.length > 0 && { keys }),
    ...readCommon(reading, element, elementsAt(element, "audiences", "audience")),
    source: readSource(reading, element) ?? "",
    ...(scheme !== undefined && { scheme }),
    ...(skew !== undefined && { skew }),
    ...readStrictness(reading, element, discovery),
  };
}

function readAddress(reading: Reading, element: PolicyElement): string | undefined {
  const subject = reading.attribute(element, "url");
  if (subject === undefined) return reading.notes.lost("unreadable", "Element openid-config has no url.");
  return reading.constant(subject);
}

function readStrictness(
  reading: Reading,
  element: PolicyElement,
  discovery: readonly string[],
): Pick<TokenRule, "requireExpiration" | "requireSigned"> {
  const needsNoExpiration = reading.flag(element, "require-expiration-time") === false;
  const needsNoSignature = reading.flag(element, "require-signed-tokens") === false;
  if (needsNoSignature)
    reading.notes.differs("stricter", "Tokens without a signature are refused all the same.");
  if (needsNoExpiration && discovery.some(isEntraAddress))
    reading.notes.differs(
      "stricter",
      "Tokens of Microsoft Entra ID without expiration are refused all the same.",
    );
  return {
    ...(needsNoExpiration && { requireExpiration: false }),
    ...(needsNoSignature && { requireSigned: false }),
  };
}
