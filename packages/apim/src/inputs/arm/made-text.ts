import type { Text } from "./argument.js";
import type { Budget } from "./budget.js";
import { joined, partsOf } from "./template-value.js";

/** Length that a placeholder can have in the text of a policy. */
const PLACEHOLDER = 80;

/** Joins texts; counts what is made before it is. */
export function made(texts: readonly Text[], budget: Budget): Text {
  const parts = texts.flatMap(partsOf);
  budget.step(parts.length);
  budget.make(parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : PLACEHOLDER), 0));
  return joined(parts);
}
