import type { PolicyElement, PolicyText, UnreadableText } from "#src/xml/policy-document.js";
import { readPolicyText } from "#src/xml/read-policy-text.js";

/** The document that a text is; fails the test when it cannot be read. */
export function readable(text: string): PolicyText {
  const read = readPolicyText(text);
  if ("reason" in read) throw new Error(`line ${read.line}, column ${read.column}: ${read.message}`);
  return read;
}

/** Why a text cannot be read; fails the test when it can. */
export function unreadable(text: string): UnreadableText {
  const read = readPolicyText(text);
  if ("reason" in read) return read;
  throw new Error("it was read");
}

/** The element that stands as the only one in `inbound`. */
export function inInbound(content: string): PolicyElement {
  const [element, ...others] = readable(`<inbound>${content}</inbound>`).root.children;
  if (element === undefined || others.length > 0) throw new Error("not one element");
  return element;
}

/** An element as a test writes it down: without places. */
export interface Outline {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Outline[];
  readonly text: string;
}

/** An element without its places. */
export function outline({ name, attributes, children, text }: PolicyElement): Outline {
  const values = Object.fromEntries([...attributes].map(([key, { value }]) => [key, value]));
  return { name, attributes: values, children: children.map(outline), text };
}
