import { accessElements } from "../../xml/access-elements.js";
import type { PolicyElement } from "../../xml/policy-document.js";

/** The element and all below it, in the order of the document. */
export function* elementsOf(element: PolicyElement): Generator<PolicyElement> {
  const waiting = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (const child of next.children.toReversed()) waiting.push(child);
  }
}

/** Access elements among the elements and below them. */
export function accessElementsIn(elements: readonly PolicyElement[]): readonly PolicyElement[] {
  return elements.flatMap((element) =>
    [...elementsOf(element)].filter(({ name }) => accessElements.has(name)),
  );
}
