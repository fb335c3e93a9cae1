import type { ResponseHeaders } from "../../decision/decision.js";
import type { LimitUse } from "./limit-use.js";

/**
 * The header fields of an admitted response: calls left, and the calls of the period. Of several limits with the same
 * field, the one with the fewest calls left counts, so a limit of an API within a product lowers the product's number.
 */
export function admittedFields(uses: readonly LimitUse[]): ResponseHeaders | undefined {
  let fields: Record<string, string> | undefined;
  let least: Map<string, number> | undefined;
  for (const { policy, counter, used } of uses) {
    const { remaining, total } = policy.fields;
    if (remaining === undefined && total === undefined) continue;
    const left = Math.max(0, counter.limit - used);
    const name = remaining ?? total!;
    least ??= new Map<string, number>();
    if (left >= (least.get(name) ?? Infinity)) continue;
    least.set(name, left);
    fields ??= {};
    if (remaining !== undefined) fields[remaining] = String(left);
    if (total !== undefined) fields[total] = String(policy.total);
  }
  return fields;
}

/** The header fields of a response that is refused for a limit: the calls of the period. */
export function totalFields(uses: readonly LimitUse[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const { policy } of uses)
    if (policy.fields.total !== undefined) fields[policy.fields.total] ??= String(policy.total);
  return fields;
}
