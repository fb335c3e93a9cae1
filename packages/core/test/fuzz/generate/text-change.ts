import fc, { type Arbitrary } from "fast-check";
import { PART_CHANGES, WHOLE_CHANGES, type TextChange } from "../tokens/text-changes.js";
import { MAX_TOKEN_LENGTH } from "../world/places.js";

const at = fc.double({ min: 0, max: 1, noNaN: true });
const stray = fc.constantFrom(
  ...[" ", "\n", "\r\n", "\t", "\0", "\u00a0", "\u2028", "\ufeff", "=", "+", "/", ".", "..", ",", "%00"],
  ...["ж", "é", "😀", "\ud800"],
);
const between = fc.constantFrom("", ".", ",", ", ", " ", "\n", ", Bearer ");

const padding = fc.constantFrom("=", "==", "===", "%3D", " ", "\n");

/** A change to a text of so many parts. */
export function textChange(parts: number): Arbitrary<TextChange> {
  const part = fc.nat({ max: parts - 1 });
  return fc.oneof(
    fc.record({ do: fc.constant("flip a bit"), at, bit: fc.nat({ max: 6 }) }),
    fc.record({ do: fc.constant("flip a bit inside"), part, at, bit: fc.nat({ max: 7 }) }),
    fc.record({ do: fc.constant("put"), at, text: stray }),
    fc.record({
      do: fc.constant("put around"),
      before: fc.constantFrom("", " ", '"', "'", "<", "\t", "Bearer ", "\ufeff"),
      after: fc.constantFrom("", " ", '"', "'", ">", "\n", ";", ",", ".", "=", "==", "\0"),
    }),
    fc.record({ do: fc.constant("drop"), at, count: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ do: fc.constant("cut"), at }),
    fc.record({ do: fc.constant("pad"), part, text: padding }),
    fc.record({
      do: fc.constant("lengthen"),
      part,
      by: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(100, MAX_TOKEN_LENGTH, 200_000)),
    }),
    fc.record({ do: fc.constant("shorten"), part, by: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ do: fc.constantFrom("take from the other token", "append from the other token"), part }),
    fc.record({ do: fc.constant("append the other token"), after: between }),
    fc.record({ do: fc.constant("order"), parts: fc.array(part, { minLength: 1, maxLength: 5 }) }),
    fc.record({ do: fc.constantFrom(...PART_CHANGES), part }),
    fc.record({
      do: fc.constantFrom(...(Object.keys(WHOLE_CHANGES) as (keyof typeof WHOLE_CHANGES)[])),
    }),
  );
}
