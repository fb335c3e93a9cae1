import type { XmlElement } from "./xml-element.js";

/** What a policy document cannot say: the reason, for the author of the catalog. */
export interface Unsayable {
  readonly unsayable: string;
}

/** What the gateway decides otherwise than the catalog, though never with more access. */
export interface Note {
  readonly code: "export-stricter" | "export-trust";
  readonly text: string;
}

/** Elements that say what a policy of the catalog says. */
export interface Said {
  readonly elements: readonly XmlElement[];
  readonly notes: readonly Note[];
}

export const isUnsayable = (value: object): value is Unsayable => "unsayable" in value;

/** Why a text of an element cannot stand in a document; undefined for one that can. */
export function problemOf({ attributes, children, text }: XmlElement): string | undefined {
  const texts = attributes.flatMap(([, value]) => (typeof value === "string" ? [value] : []));
  const problems = [
    ...[...texts, ...(text === undefined ? [] : [text])].map(problemOfText),
    text === text?.trim()
      ? undefined
      : "A text begins or ends with white space, which the gateway may remove.",
    ...children.map(problemOf),
  ];
  return problems.find((one) => one !== undefined);
}

function problemOfText(text: string): string | undefined {
  // Not part of XML 1.0 (https://www.w3.org/TR/xml/#charsets).
  if (/(?![\t\n\r])\p{Cc}|\p{Surrogate}|[\uFFFE\uFFFF]/u.test(text))
    return "A text holds characters that XML does not have.";
  if (text.includes("{{")) return "A text holds {{, which begins a named value.";
  if (/^\s*@[({]/.test(text)) return "A text begins like an expression.";
  return text === "" ? "A text is empty." : undefined;
}
