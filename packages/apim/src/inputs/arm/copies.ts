import type { Json } from "../../json/json-value.js";
import { MOST_COPIES, type CopyFrame } from "./copy-frames.js";
import { memberOf, textOf } from "../../json/json-object.js";
import { evaluateAt, type Position } from "./reading.js";

/** The runs of a resource's loop; `undefined` when their number is unknown or too high. */
export function copiesOf(copy: Json, position: Position): readonly CopyFrame[] | undefined {
  const count = evaluateAt(memberOf(copy, "count") ?? null, position);
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0 || count > MOST_COPIES)
    return undefined;
  const name = textOf(copy, "name") ?? "";
  return Array.from({ length: count }, (_, index) => ({ name, index }));
}
