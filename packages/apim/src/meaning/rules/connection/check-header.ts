import type { HeaderRule } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { constantOf } from "../../values/expressions.js";
import { isRedacted } from "../../values/read-value.js";
import { isVariable, nameOf, type TextValue } from "../../values/text-value.js";
import { type ElementShape, elementsAt, shape, textShape } from "../element-shape.js";
import type { Reading } from "../reading.js";
import { hasSecretName } from "./secret-header.js";

/** https://learn.microsoft.com/azure/api-management/check-header-policy */
export const checkHeaderShape: ElementShape = shape(
  ["id", "name", "failed-check-httpcode", "failed-check-error-message", "ignore-case"],
  { value: textShape() },
);

export function readCheckHeader(reading: Reading, element: PolicyElement): HeaderRule {
  const subject = reading.attribute(element, "name");
  const name = reading.headerName(subject);
  if (subject === undefined) reading.notes.lost("unreadable", "The element has no name of a header.");
  const values = elementsAt(element, "value").flatMap(
    (one) => readHeaderValue(reading, one, subject?.value) ?? [],
  );
  const status = reading.status(reading.attribute(element, "failed-check-httpcode"));
  const message = reading.message(element, "failed-check-error-message");
  const ignoresCase = reading.flag(element, "ignore-case") === true && values.length > 0;
  return {
    kind: "header",
    name: name ?? "",
    values,
    ...(ignoresCase && { ignoreCase: true }),
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
  };
}

function readHeaderValue(
  reading: Reading,
  element: PolicyElement,
  header: TextValue | undefined,
): string | undefined {
  const subject = reading.content(element);
  const value = constantOf(subject.value);
  const isSecret = header !== undefined && (isRedacted(value) || holdsSecrets(header));
  const hasText = value.parts.length > 0 && !isVariable(value);
  if (!isSecret || !hasText || reading.isComputed({ ...subject, value })) return reading.constant(subject);
  return reading.secretText(value, `HEADER_${nameOf(header)}`);
}

// A header whose name is not in the input may hold a secret as well.
const holdsSecrets = (header: TextValue): boolean =>
  header.parts.some((part) => typeof part !== "string" || hasSecretName(part.toLowerCase()));
