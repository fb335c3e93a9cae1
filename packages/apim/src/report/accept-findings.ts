import type { HoldingFinding } from "./holding-finding.js";
import { withoutLine } from "./sort-findings.js";

/** A finding that a person accepted: the import goes on as if it were not there, and still shows it. */
export interface AcceptedFinding {
  readonly code: string;
  /** As in the report; the line may be left out or differ. */
  readonly at: string;
  readonly element?: string;
  readonly reason: string;
  /** Last day of the acceptance, `2027-03-31`. */
  readonly until?: string;
}

/**
 * Marks the findings that are accepted. An acceptance that fits none, or that has ended, becomes a finding.
 *
 * @param today - `2027-03-31`
 */
export function acceptFindings(
  findings: readonly HoldingFinding[],
  accepted: readonly AcceptedFinding[],
  today: string,
): readonly HoldingFinding[] {
  const unused = new Map<string, AcceptedFinding>();
  const current = new Map<string, AcceptedFinding>();
  for (const each of accepted) {
    unused.set(keyOf(each), each);
    if (each.until === undefined || each.until >= today) current.set(keyOf(each), each);
  }
  const marked = findings.map((finding) => {
    const key = keyOf(finding);
    if (finding.severity === "info" || !current.has(key)) return finding;
    unused.delete(key);
    return { ...finding, accepted: true } as const;
  });
  return [...marked, ...[...unused.values()].map(gone)];
}

const keyOf = ({ code, at, element }: { code: string; at: string; element?: string }): string =>
  JSON.stringify([code, withoutLine(at), element]);

const gone = ({ at, element, until }: AcceptedFinding): HoldingFinding => ({
  severity: "info",
  code: "accepted-gone",
  at: withoutLine(at),
  ...(element !== undefined && { element }),
  text:
    until === undefined
      ? "No finding fits this acceptance."
      : "No finding fits this acceptance, or its date has passed.",
});
