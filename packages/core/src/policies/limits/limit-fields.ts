import type { ResponseHeaders } from "../../decision/decision.js";
import type { LimitUse } from "./limit-use.js";

/**
 * The header fields of an admitted response: calls left, and the calls of the period. Of several limits with the same
 * field, the one with the fewest calls left counts, so a limit of an API within a product lowers the product's number.
 */
export function admittedFields(uses: readonly LimitUse[]): ResponseHeaders | undefined {
  let fields: Record<string, string> | undefined;
  for (let i = 0; i < uses.length; i++) {
    const use = uses[i]!;
    const { remaining, total } = use.policy.fields;
    if ((remaining === undefined && total === undefined) || !isLeast(uses, i)) continue;
    fields ??= {};
    if (remaining !== undefined) fields[remaining] = String(leftOf(use));
    if (total !== undefined) fields[total] = String(use.policy.total);
  }
  return fields;
}

const leftOf = ({ limit, used }: LimitUse): number => Math.max(0, limit - used);
const nameOf = ({ policy: { fields } }: LimitUse): string | undefined => fields.remaining ?? fields.total;

// The first of those with the fewest calls left. There are few limits, so comparing them all is cheap.
function isLeast(uses: readonly LimitUse[], at: number): boolean {
  const use = uses[at]!;
  const name = nameOf(use);
  const left = leftOf(use);
  for (let i = 0; i < uses.length; i++) {
    const other = uses[i]!;
    if (nameOf(other) !== name) continue;
    const otherLeft = leftOf(other);
    if (otherLeft < left || (otherLeft === left && i < at)) return false;
  }
  return true;
}

/** The header fields of a response that is refused for a limit: the calls of the period. */
export function totalFields(uses: readonly LimitUse[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const { policy } of uses)
    if (policy.fields.total !== undefined) fields[policy.fields.total] ??= String(policy.total);
  return fields;
}
