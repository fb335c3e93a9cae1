import type { Finding } from "./report.js";

/**
 * A finding with what it holds back, for as long as it is not accepted: `api:orders`, `product:gold`, `global`. A lost finding
 * without `holds` is about a document that has no scope.
 */
export interface HoldingFinding extends Finding {
  readonly holds?: readonly string[];
}
