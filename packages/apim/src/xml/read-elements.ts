import { skipSpace } from "./characters.js";
import { commentedElements } from "./commented-elements.js";
import { decodePart } from "./decode-entities.js";
import { OpenElement } from "./open-element.js";
import type { CommentedElement, PolicyElement, TextPlace } from "./policy-document.js";
import { readExpression, startsExpression } from "./read-expression.js";
import { cdataEnd, readOpaqueBody } from "./read-opaque-body.js";
import { readStartTag } from "./read-start-tag.js";
import { RefusedText } from "./refused-text.js";

/** What stands in a text. */
export interface ReadElements {
  /** The elements that stand in no other. */
  readonly roots: readonly PolicyElement[];
  readonly commented: readonly CommentedElement[];
  readonly doubleEncoded: readonly TextPlace[];
}

/** What is read, and what was found so far. Open elements stand on a stack, so that nesting costs no call depth. */
interface Reading {
  readonly text: string;
  readonly place: (at: number) => TextPlace;
  readonly open: OpenElement[];
  readonly roots: PolicyElement[];
  readonly commented: CommentedElement[];
  readonly doubleEncoded: TextPlace[];
}

const DEEPEST = 200;
/** The element whose content is no policy. */
const OPAQUE = "set-body";

/** Reads the elements that stand in `text` from `start` on. */
export function readElements(text: string, start: number, place: (at: number) => TextPlace): ReadElements {
  const reading: Reading = { text, place, open: [], roots: [], commented: [], doubleEncoded: [] };
  let at = start;
  while (at < text.length) at = readNext(reading, at);
  const unclosed = reading.open.at(-1);
  if (unclosed !== undefined) throw new RefusedText(unclosed.at, "an element has no end tag");
  return reading;
}

/** Reads the piece that starts at `at`; returns the position behind it. */
function readNext(reading: Reading, at: number): number {
  const { text } = reading;
  if (text[at] !== "<") return readText(reading, at);
  if (text.startsWith("<!--", at)) return readComment(reading, at);
  if (text.startsWith("<![CDATA[", at)) {
    const end = cdataEnd(text, at);
    innermost(reading, at).addText(text.slice(at + "<![CDATA[".length, end - "]]>".length));
    return end;
  }
  if (text.startsWith("<!", at)) throw new RefusedText(at, "declarations of types and entities are not read");
  if (text.startsWith("<?", at)) throw new RefusedText(at, "processing instructions are not read");
  return text[at + 1] === "/" ? readEndTag(reading, at) : readElement(reading, at);
}

function readText(reading: Reading, at: number): number {
  const { text, open } = reading;
  const next = text.indexOf("<", at);
  const end = next < 0 ? text.length : next;
  const start = skipSpace(text, at);
  if (start === end && open.at(-1)?.isBlank !== false) return end;
  const element = innermost(reading, start);
  if (element.isBlank && startsExpression(text, start)) {
    const expression = readExpression(text, start, end);
    element.addText(expression.value);
    element.doubleEncoded ||= expression.doubleEncoded;
    return expression.end;
  }
  element.addText(decodePart(text, at, end));
  return end;
}

function innermost({ open }: Reading, at: number): OpenElement {
  const element = open.at(-1);
  if (element === undefined) throw new RefusedText(at, "text stands outside of the elements");
  return element;
}

function readComment({ text, commented, place }: Reading, at: number): number {
  const close = text.indexOf("-->", at + "<!--".length);
  if (close < 0) throw new RefusedText(at, "a comment does not end");
  for (const element of commentedElements(text, at + "<!--".length, close))
    commented.push({ ...place(element.at), name: element.name });
  return close + "-->".length;
}

function readElement(reading: Reading, at: number): number {
  const { text, open, place } = reading;
  if (open.length === DEEPEST)
    throw new RefusedText(at, `elements are nested more than ${DEEPEST} levels deep`);
  const tag = readStartTag(text, at, place);
  const element = new OpenElement(tag, at);
  open.push(element);
  if (tag.isEmpty) closeInnermost(reading, element);
  else if (tag.name === OPAQUE) {
    const body = readOpaqueBody(text, tag.end, OPAQUE);
    element.addText(body.text);
    return body.end;
  }
  return tag.end;
}

function readEndTag(reading: Reading, at: number): number {
  const { text, open } = reading;
  const element = open.at(-1);
  if (element === undefined) throw new RefusedText(at, "an end tag ends no element");
  const end = at + "</".length + element.name.length;
  const close = skipSpace(text, end);
  if (!text.startsWith(element.name, at + "</".length) || text[close] !== ">")
    throw new RefusedText(at, "an end tag has not the name of the element that it ends");
  closeInnermost(reading, element);
  return close + 1;
}

function closeInnermost({ open, roots, doubleEncoded, place }: Reading, element: OpenElement): void {
  open.pop();
  const closed = element.close(place(element.at));
  const parent = open.at(-1);
  if (parent === undefined) roots.push(closed);
  else parent.addChild(closed);
  if (element.doubleEncoded) doubleEncoded.push({ line: closed.line, column: closed.column });
}
