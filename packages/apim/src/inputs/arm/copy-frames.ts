import { integerAt, problem } from "./argument.js";
import { sameName } from "./value-functions.js";
import type { Value } from "./template-value.js";

/** Where a loop is. */
export interface CopyFrame {
  readonly name: string;
  readonly index: number;
}

/** Microsoft's limit of a loop is 800. */
export const MOST_COPIES = 1000;

/** `copyIndex()`, `copyIndex(offset)`, `copyIndex('loop')`, `copyIndex('loop', offset)`. */
export function copyIndex(args: readonly Value[], copies: readonly CopyFrame[]): Value {
  const [first] = args;
  const isNamed = typeof first === "string";
  const frame = isNamed ? copies.findLast(({ name }) => sameName(name, first)) : copies.at(-1);
  const offsetAt = isNamed ? 1 : 0;
  const offset = args.length > offsetAt ? integerAt(args, offsetAt) : 0;
  return frame === undefined ? problem() : frame.index + offset;
}
