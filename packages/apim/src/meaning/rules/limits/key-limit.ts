import { readIncrementCondition } from "../../../csharp/read-increment-condition.js";
import type { LimitRule } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { expressionOf } from "../../values/expressions.js";
import { isLiteral } from "../../values/text-value.js";
import type { Reading } from "../reading.js";
import { readCountedBy } from "./counted-by.js";
import { readHeaders, readLimit } from "./limit.js";

const START = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)?$/;

/** `rate-limit-by-key` and `quota-by-key`: one counter for each value of a key. */
export function readKeyLimit(
  kind: LimitRule["kind"],
): (reading: Reading, element: PolicyElement) => LimitRule {
  return (reading, element) => {
    const by = readCountedBy(reading, reading.attribute(element, "counter-key"));
    const counted = readIncrement(reading, element);
    const count = reading.number(reading.attribute(element, "increment-count"));
    const start = readStart(reading, element);
    if (reading.flag(element, "increment-after-response") === true && counted === undefined)
      reading.notes.differs("stricter", "A request counts when it arrives, not when it is answered.");
    return {
      kind,
      ...readLimit(reading, element),
      by: by ?? "",
      ...counted,
      ...(count !== undefined && count !== 1 && { count }),
      ...(start !== undefined && { start }),
      ...readHeaders(reading, element),
    };
  };
}

/** Which answers count; undefined: all. */
function readIncrement(
  reading: Reading,
  element: PolicyElement,
): Pick<LimitRule, "status" | "statusNot"> | undefined {
  const subject = reading.attribute(element, "increment-condition");
  if (subject === undefined) return undefined;
  const expression = expressionOf(subject.value);
  const condition = expression === undefined ? undefined : readIncrementCondition(expression);
  if (condition === undefined && reading.flag(element, "increment-condition") === false)
    reading.notes.lost("unreadable", "Attribute increment-condition lets no request count.");
  return condition;
}

/** `yyyy-MM-ddTHH:mm:ssZ`. */
function readStart(reading: Reading, element: PolicyElement): string | undefined {
  const subject = reading.attribute(element, "first-period-start");
  const start = reading.text(subject);
  if (subject === undefined || start === undefined || !isLiteral(subject.value)) return start;
  if (START.test(start) && !Number.isNaN(Date.parse(start))) return start;
  return reading.notes.lost("unreadable", "Attribute first-period-start is no time.");
}
