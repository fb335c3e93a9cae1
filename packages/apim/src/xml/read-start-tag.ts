import { isSpace, nameEnd, skipSpace } from "./characters.js";
import type { PolicyAttribute, TextPlace } from "./policy-document.js";
import { readAttributeValue } from "./read-attribute-value.js";
import { RefusedText } from "./refused-text.js";

/** A start tag, or the tag of an element without content. */
export interface StartTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, PolicyAttribute>;
  readonly isEmpty: boolean;
  /** Whether an expression of an attribute was encoded more than once. */
  readonly doubleEncoded: boolean;
  /** Behind its `>`. */
  readonly end: number;
}

const MOST_ATTRIBUTES = 100;
/** Shared, because most elements of a large document have none. */
const none: ReadonlyMap<string, PolicyAttribute> = new Map();

/** Reads the tag whose `<` stands at `start`. */
export function readStartTag(text: string, start: number, place: (at: number) => TextPlace): StartTag {
  const nameStop = nameEnd(text, start + 1);
  if (nameStop === start + 1) throw new RefusedText(start, "a tag has no name");
  const attributes = new Map<string, PolicyAttribute>();
  let doubleEncoded = false;
  let at = nameStop;
  for (;;) {
    const next = skipSpace(text, at);
    const end = tagEnd(text, next);
    if (end !== undefined) {
      const name = text.slice(start + 1, nameStop);
      const isEmpty = text[next] === "/";
      return { name, attributes: attributes.size === 0 ? none : attributes, isEmpty, doubleEncoded, end };
    }
    if (next === text.length) throw new RefusedText(start, "a tag does not end");
    if (!isSpace(text[at])) throw new RefusedText(at, "white space is missing in a tag");
    const attribute = readAttribute(text, next);
    if (attributes.has(attribute.name)) throw new RefusedText(next, "two attributes have one name");
    if (attributes.size === MOST_ATTRIBUTES)
      throw new RefusedText(next, `an element has more than ${MOST_ATTRIBUTES} attributes`);
    const { name, value, isExpression } = attribute;
    const { line, column } = place(next);
    attributes.set(name, { line, column, name, value, isExpression });
    doubleEncoded ||= attribute.doubleEncoded;
    at = attribute.end;
  }
}

function tagEnd(text: string, at: number): number | undefined {
  if (text[at] === ">") return at + 1;
  return text[at] === "/" && text[at + 1] === ">" ? at + 2 : undefined;
}

function readAttribute(
  text: string,
  start: number,
): ReturnType<typeof readAttributeValue> & { readonly name: string } {
  const end = nameEnd(text, start);
  if (end === start) throw new RefusedText(start, "an attribute has no name");
  const equals = skipSpace(text, end);
  if (text[equals] !== "=") throw new RefusedText(start, "an attribute has no value");
  return { name: text.slice(start, end), ...readAttributeValue(text, skipSpace(text, equals + 1)) };
}
