import type { RecordQuery } from "@product-auth/core/records";
import { pageSizeOf } from "@product-auth/core/subscriptions";
import { isLive } from "./record-statements.js";

/** Makes the statement for one page of records. It selects one row more than `limit`, to detect whether a page follows. */
export function recordListStatement(
  select: string,
  kind: string,
  { owner, after, limit, newestFirst = false }: RecordQuery,
  now: number,
): { text: string; values: unknown[]; limit: number } {
  const page = pageSizeOf(limit);
  const values: unknown[] = [kind, now, page + 1];
  const conditions = ["r.kind = $1", isLive("$2")];
  if (owner !== undefined) conditions.push(`r.owner = $${values.push(owner)}`);
  if (after !== undefined) conditions.push(`r.id ${newestFirst ? "<" : ">"} $${values.push(after)}`);
  const order = newestFirst ? "DESC" : "ASC";
  return {
    text: `${select} WHERE ${conditions.join(" AND ")} ORDER BY r.id ${order} LIMIT $3`,
    values,
    limit: page,
  };
}
