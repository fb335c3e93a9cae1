/** Where a policy document stands. */
export type Scope =
  | "global"
  | `product:${string}`
  | `api:${string}`
  | `operation:${string}/${string}`
  | `fragment:${string}`
  /** Of a field of a GraphQL API: `resolver:api/name`. */
  | `resolver:${string}/${string}`
  | "document";
