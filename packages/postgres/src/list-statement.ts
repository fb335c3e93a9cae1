import { pageSizeOf, type SubscriptionQuery } from "@product-auth/core/subscriptions";
import { idOrder } from "./parameters.js";

/** Makes the statement for one page of a list. It selects one row more than `limit`, to detect whether a page follows. */
export function listStatement(
  select: string,
  { scope, state, ownerId, after, limit }: SubscriptionQuery,
): { text: string; values: unknown[]; limit: number } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const addCondition = (condition: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(`${condition} $${values.length}`);
  };
  addCondition("s.scope =", scope);
  addCondition("s.state =", state);
  addCondition("s.owner_id =", ownerId);
  addCondition("s.id_order >", after === undefined ? undefined : idOrder(after));
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const page = pageSizeOf(limit);
  values.push(page + 1);
  return { text: `${select}${where} ORDER BY s.id_order LIMIT $${values.length}`, values, limit: page };
}
