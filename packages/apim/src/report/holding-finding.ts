import type { Finding } from "./report.js";

/**
 * A finding with what it holds back, for as long as it is not accepted: `api:orders`, `product:gold`, `global`. Readers of
 * inputs may also name `fragment:f`, whatever includes it, and `links:p`, APIs that an open product `p` may contain. A lost
 * finding without `holds` is about a document that has no scope.
 */
export interface HoldingFinding extends Finding {
  readonly holds?: readonly string[];
}

export function lost(
  code: HoldingFinding["code"],
  at: string,
  holds: readonly string[],
  text: string,
): HoldingFinding {
  return { severity: "lost", code, at, text, holds };
}

export function difference(code: HoldingFinding["code"], at: string, text: string): HoldingFinding {
  return { severity: "difference", code, at, text };
}
