import type { SubscriptionQuery } from "@product-auth/core/subscriptions";
import { idOrder } from "./parameters.js";

const DEFAULT_LIMIT = 100;
const MOST = 1000;

/** The statement for one page of a list. It asks for one row more than `limit`, to see whether a page follows. */
export function listStatement(
  select: string,
  { scope, state, ownerId, after, limit = DEFAULT_LIMIT }: SubscriptionQuery,
): { text: string; values: unknown[]; limit: number } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const demand = (condition: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(`${condition} $${values.length}`);
  };
  demand("s.scope =", scope);
  demand("s.state =", state);
  demand("s.owner_id =", ownerId);
  demand("s.id_order >", after === undefined ? undefined : idOrder(after));
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const page = Math.min(Math.max(Math.trunc(limit), 1), MOST);
  values.push(page + 1);
  return { text: `${select}${where} ORDER BY s.id_order LIMIT $${values.length}`, values, limit: page };
}
