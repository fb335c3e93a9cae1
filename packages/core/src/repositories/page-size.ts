const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** The page size for the `limit` of a `SubscriptionQuery`: 1 to 1000, 100 by default. For implementations of a repository. */
export function pageSizeOf(limit: number = DEFAULT_LIMIT): number {
  return Math.min(Math.max(Math.trunc(limit) || 1, 1), MAX_LIMIT);
}
