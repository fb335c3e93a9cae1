import type { JsonObject } from "@product-auth/core/records";
import { nextPath } from "../html/paging.js";

/** A list as Azure Resource Manager returns it. `next`: where the next page begins; undefined on the last one. */
export const listData = (value: readonly JsonObject[], path: string, next?: string): JsonObject => ({
  value,
  nextLink: next === undefined ? undefined : nextPath(path, next),
});
