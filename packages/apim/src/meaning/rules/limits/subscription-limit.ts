import type { LimitPart, LimitRule } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { elementsAt } from "../element-shape.js";
import type { Reading } from "../reading.js";
import { readAmounts, readHeaders, readLimit } from "./limit.js";

/** `rate-limit` and `quota`: what a subscription may use, and parts of it for single APIs and operations. */
export function readSubscriptionLimit(
  kind: LimitRule["kind"],
): (reading: Reading, element: PolicyElement) => LimitRule {
  return (reading, element) => {
    if (reading.context.scope === "global")
      reading.notes.lost("section", "A limit per subscription is not allowed at global scope.");
    const parts = elementsAt(element, "api").map((api) => readApi(reading, api));
    return {
      kind,
      ...readLimit(reading, element),
      by: "subscription",
      ...readHeaders(reading, element),
      ...(parts.length > 0 && { parts }),
    };
  };
}

function readApi(reading: Reading, element: PolicyElement): LimitPart {
  const parts = elementsAt(element, "operation").map((operation) => ({
    operation: readName(reading, operation),
    ...readPart(reading, operation),
  }));
  return {
    api: readName(reading, element),
    // Calls of the API itself may go without a limit when those of its operations have one.
    ...(parts.length > 0 ? { ...readAmounts(reading, element), parts } : readPart(reading, element)),
  };
}

function readPart(reading: Reading, element: PolicyElement): LimitPart {
  if (!element.attributes.has("calls") && !element.attributes.has("bandwidth"))
    reading.notes.lost("unreadable", "A part of the limit has no number of calls or kilobytes.");
  return readAmounts(reading, element);
}

function readName(reading: Reading, element: PolicyElement): string {
  // The id counts where both are there.
  const subject = reading.attribute(element, "id") ?? reading.attribute(element, "name");
  if (subject === undefined) reading.notes.lost("unreadable", "A part of the limit has neither name nor id.");
  if ([...element.attributes.keys()].some((attribute) => attribute.endsWith("-header-name")))
    reading.notes.tells("unrelated", "Headers of the answer are those of the whole limit.");
  return reading.text(subject) ?? "";
}
