import type { LimitRule, NumberText } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import type { Reading } from "../reading.js";

/** Calls, kilobytes and seconds of a limit or of a part of it. */
export interface Amounts {
  readonly calls?: NumberText;
  readonly bandwidth?: NumberText;
  readonly period?: NumberText;
}

export function readAmounts(reading: Reading, element: PolicyElement): Amounts {
  const [calls, bandwidth, period] = ["calls", "bandwidth", "renewal-period"].map((name) =>
    reading.number(reading.attribute(element, name)),
  );
  return {
    ...(calls !== undefined && { calls }),
    ...(bandwidth !== undefined && { bandwidth }),
    ...(period !== undefined && { period }),
  };
}

/** The same of a whole limit, which needs a period and an amount. */
export function readLimit(reading: Reading, element: PolicyElement): Amounts & Pick<LimitRule, "period"> {
  const { attributes } = element;
  if (!attributes.has("calls") && !attributes.has("bandwidth"))
    reading.notes.lost("unreadable", "The limit has no number of calls or kilobytes.");
  if (!attributes.has("renewal-period")) reading.notes.lost("unreadable", "The limit has no renewal-period.");
  return { period: 0, ...readAmounts(reading, element) };
}

/** Names of headers of the answer, as they are written. */
export function readHeaders(reading: Reading, element: PolicyElement): Pick<LimitRule, "headers"> {
  const [retryAfter, remaining, total] = ["retry-after", "remaining-calls", "total-calls"].map((name) =>
    reading.optionalText(reading.attribute(element, `${name}-header-name`)),
  );
  if (retryAfter === undefined && remaining === undefined && total === undefined) return {};
  return {
    headers: {
      ...(retryAfter !== undefined && { retryAfter }),
      ...(remaining !== undefined && { remaining }),
      ...(total !== undefined && { total }),
    },
  };
}
