import { readTokenValue } from "../../../csharp/read-token-value.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { expressionOf } from "../../values/expressions.js";
import type { Reading } from "../reading.js";

const SOURCES = ["header-name", "query-parameter-name", "token-value"];

/**
 * Where the token comes from.
 *
 * @param standard - The source without an attribute; undefined: an attribute is needed.
 */
export function readSource(reading: Reading, element: PolicyElement, standard?: string): string | undefined {
  const [first, ...more] = SOURCES.filter((name) => element.attributes.has(name));
  if (more.length > 0)
    return reading.notes.lost("source", "More than one attribute names the source of the token.");
  if (first === undefined)
    return standard ?? reading.notes.lost("source", "No attribute names the source of the token.");
  const subject = reading.attribute(element, first);
  if (first === "header-name") return prefixed("header", reading.headerName(subject));
  if (first === "query-parameter-name") return prefixed("query", reading.text(subject));
  const expression = subject && expressionOf(subject.value);
  return (
    prefixed("header", expression && readTokenValue(expression)?.header) ??
    reading.notes.lost("expression", "Attribute token-value is not recognized.")
  );
}

const prefixed = (kind: string, name: string | undefined): string | undefined => name && `${kind}:${name}`;
