import type { ResourceKind } from "./resource-kinds.js";

/** A resource with a known name. */
export interface NamedResource {
  readonly kind: ResourceKind;
  readonly names: readonly string[];
  readonly at: string;
  /** What a loss at it holds. */
  readonly holds: readonly string[];
}
