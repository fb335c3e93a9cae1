import { isSpace, skipSpace } from "./characters.js";
import { readExpression, startsExpression } from "./read-expression.js";
import { RefusedText } from "./refused-text.js";

/** Content that is not policy: a template, JSON, or XML of another kind. */
export interface OpaqueBody {
  /** As it stands in the file. */
  readonly text: string;
  /** At the `<` of the end tag. */
  readonly end: number;
}

const CDATA = "<![CDATA[";

/** Reads the content of the element `name` from `start`, behind its start tag, to its end tag. */
export function readOpaqueBody(text: string, start: number, name: string): OpaqueBody {
  const first = skipSpace(text, start);
  const behindExpression = startsExpression(text, first) ? expressionEnd(text, first, name) : first;
  const end = findEndTag(text, behindExpression, name);
  if (end === undefined) throw new RefusedText(start, "an element has no end tag");
  return { text: text.slice(first, end), end };
}

/** An expression may hold the end tag in a string. */
function expressionEnd(text: string, start: number, name: string): number {
  const close = text.indexOf(`</${name}`, start);
  return readExpression(text, start, close < 0 ? undefined : close).end;
}

function findEndTag(text: string, start: number, name: string): number | undefined {
  for (let at = text.indexOf("<", start); at >= 0; at = text.indexOf("<", at + 1)) {
    if (text.startsWith(CDATA, at)) at = cdataEnd(text, at) - 1;
    else if (text.startsWith(`</${name}`, at)) {
      const behind = text[at + 2 + name.length];
      if (behind === ">" || isSpace(behind)) return at;
    }
  }
  return undefined;
}

/** Position behind the `]]>` of the CDATA section that starts at `start`. */
export function cdataEnd(text: string, start: number): number {
  const close = text.indexOf("]]>", start + CDATA.length);
  if (close < 0) throw new RefusedText(start, "a CDATA section does not end");
  return close + "]]>".length;
}
