import type { Fields } from "./fields.js";

/** Longest position in a list. */
const LONGEST = 256;

/** Where a page of a list begins, as an option of its query. */
export function afterOf(query: Fields): { readonly after?: string } {
  const after = query.get("after");
  // oxlint-disable-next-line no-control-regex -- PostgreSQL takes no NUL
  const isSound = after !== undefined && after.length <= LONGEST && !/[\u0000-\u001f]/.test(after);
  return isSound ? { after } : {};
}
