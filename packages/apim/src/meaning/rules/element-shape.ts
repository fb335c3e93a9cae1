import type { PolicyElement } from "../../xml/policy-document.js";
import type { Notes } from "./notes.js";

/** What an element may hold. Anything else could change what it demands, so it is not passed over. */
export interface ElementShape {
  readonly attributes: readonly string[];
  readonly children?: ReadonlyMap<string, ElementShape>;
  /** Whether it holds text. */
  readonly hasText?: true;
}

export const shape = (
  attributes: readonly string[],
  children: Readonly<Record<string, ElementShape>> = {},
): ElementShape => ({ attributes, children: new Map(Object.entries(children)) });

/** An element that holds text alone. */
export const textShape = (attributes: readonly string[] = []): ElementShape => ({
  attributes,
  hasText: true,
});

/** Notes attributes, children and text that the policy reference does not have there. */
export function checkShape(element: PolicyElement, expected: ElementShape, notes: Notes): void {
  for (const name of element.attributes.keys()) {
    if (!expected.attributes.includes(name))
      notes.lost(
        "unknown-element",
        `${element.name} has an attribute${named(name)} that is not in the policy reference.`,
      );
  }
  if (expected.hasText === undefined && element.text !== "")
    notes.lost("unreadable", `${element.name} holds text where only elements can stand.`);
  for (const child of element.children) {
    const known = expected.children?.get(child.name);
    if (known) checkShape(child, known, notes);
    else
      notes.lost(
        "unknown-element",
        `${element.name} holds an element${named(child.name)} that is not in the policy reference.`,
      );
  }
}

// A name that no reference has may be anything.
const named = (name: string): string => (/^[A-Za-z][A-Za-z-]{0,39}$/.test(name) ? ` ${name}` : "");

/** The elements at a path below an element, in the order of the document. */
export function elementsAt(element: PolicyElement, ...path: readonly string[]): readonly PolicyElement[] {
  let found: readonly PolicyElement[] = [element];
  for (const name of path)
    found = found.flatMap((one) => one.children.filter((child) => child.name === name));
  return found;
}
