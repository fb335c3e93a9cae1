import type { KeyDemand } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { isSingleVariable, nameOf } from "../../values/text-value.js";
import { variableText } from "../../../variables/variable-names.js";
import type { Reading } from "../reading.js";

const BASE64URL = /^[A-Za-z0-9_-]+={0,2}$/;

/**
 * What checks signatures, or decrypts.
 *
 * @param name - Of the variable for a key that stands in the document.
 */
export const readKeys = (
  reading: Reading,
  elements: readonly PolicyElement[],
  name: string,
): readonly KeyDemand[] => elements.flatMap((element) => readKey(reading, element, name) ?? []);

function readKey(reading: Reading, element: PolicyElement, name: string): KeyDemand | undefined {
  const { attributes, text } = element;
  const isCertificate = attributes.has("certificate-id");
  const isModulus = attributes.has("n") || attributes.has("e");
  if ([text !== "", isCertificate, isModulus].filter(Boolean).length !== 1)
    return reading.notes.lost(
      "unreadable",
      "A key is not one of text, certificate, or modulus and exponent.",
    );
  const idText = reading.text(reading.attribute(element, "id"));
  const id = idText === undefined ? {} : { id: idText };
  if (isModulus) return readModulus(reading, element, id);
  return isCertificate
    ? { ...id, certificate: readCertificate(reading, element) }
    : { ...id, secret: readSecret(reading, element, name) };
}

function readSecret(reading: Reading, element: PolicyElement, name: string): string {
  const subject = reading.content(element);
  const { value } = subject;
  if (reading.isComputed(subject)) return "";
  // What a key is must not come out, whether a named value is marked as secret or not.
  return isSingleVariable(value) ? reading.secretVariable(value) : reading.secretText(value, name);
}

function readCertificate(reading: Reading, element: PolicyElement): string {
  const subject = reading.attribute(element, "certificate-id");
  const id = reading.text(subject);
  if (subject === undefined || id === undefined) return "";
  reading.notes.differs(
    "certificate",
    "A certificate of the gateway was replaced by an environment variable.",
  );
  const { variables } = reading.context.values;
  return variableText(variables.ofText(`certificate:${id}`, `CERTIFICATE_${nameOf(subject.value)}`));
}

function readModulus(
  reading: Reading,
  element: PolicyElement,
  id: { readonly id?: string },
): KeyDemand | undefined {
  const n = reading.text(reading.attribute(element, "n"));
  const e = reading.text(reading.attribute(element, "e"));
  if (n !== undefined && e !== undefined && BASE64URL.test(n) && BASE64URL.test(e)) return { ...id, n, e };
  return reading.notes.lost("unreadable", "A key needs modulus and exponent, Base64url each.");
}
