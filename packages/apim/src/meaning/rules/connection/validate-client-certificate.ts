import type { CertificateRule } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { type ElementShape, elementsAt, shape } from "../element-shape.js";
import type { Reading } from "../reading.js";

const IDENTITY = [
  ...["thumbprint", "serial-number", "common-name", "subject", "dns-name"],
  ...["issuer-subject", "issuer-thumbprint", "issuer-certificate-id"],
];
const FLAGS = ["validate-revocation", "validate-trust", "validate-not-before", "validate-not-after"];

/** https://learn.microsoft.com/azure/api-management/validate-client-certificate-policy */
export const validateClientCertificateShape: ElementShape = shape(["id", "ignore-error", ...FLAGS], {
  identities: shape([], { identity: shape(IDENTITY) }),
});

export function readValidateClientCertificate(reading: Reading, element: PolicyElement): CertificateRule {
  if (reading.flag(element, "ignore-error") === true)
    reading.notes.lost("not-enforced", "Attribute ignore-error lets every request through.");
  const [revocation, trust, notBefore, notAfter] = FLAGS.map((name) => reading.flag(element, name));
  return {
    kind: "certificate",
    identities: elementsAt(element, "identities", "identity").map((one) => readIdentity(reading, one)),
    ...(revocation === false && { revocation }),
    ...(trust === false && { trust }),
    ...(notBefore === false && { notBefore }),
    ...(notAfter === false && { notAfter }),
  };
}

function readIdentity(reading: Reading, element: PolicyElement): Readonly<Record<string, string>> {
  // An identity that demands nothing would admit every certificate.
  if (element.attributes.size === 0) reading.notes.lost("unreadable", "An identity has no attributes.");
  const demands = [...element.attributes.keys()].flatMap((name) => {
    const text = reading.text(reading.attribute(element, name));
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(demands);
}
