import type { Json } from "../../json/json-value.js";

/** API versions before 2019 name the product and the user of a subscription where newer ones have `scope` and `ownerId`. */
export function withNewerNames(type: string, members: Map<string, Json>): void {
  if (type !== "subscriptions") return;
  rename("productId", "scope");
  rename("userId", "ownerId");

  function rename(older: string, newer: string): void {
    const value = members.get(older);
    members.delete(older);
    if (value !== undefined && !members.has(newer)) members.set(newer, value);
  }
}
