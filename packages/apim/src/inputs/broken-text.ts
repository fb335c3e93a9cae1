import type { HoldingFinding } from "../report/holding-finding.js";

/** The finding about a file whose bytes are no text. */
export const brokenText = (at: string, holds: readonly string[]): HoldingFinding => ({
  severity: "lost",
  code: "unreadable",
  at,
  text: "The file is no text in UTF-8 or UTF-16.",
  holds,
});
