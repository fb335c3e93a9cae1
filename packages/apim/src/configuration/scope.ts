/** Where a policy document stands. */
export type Scope =
  | "global"
  | `product:${string}`
  | `api:${string}`
  | `operation:${string}/${string}`
  | `fragment:${string}`
  | "document";
