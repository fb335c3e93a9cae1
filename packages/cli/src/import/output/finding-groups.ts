import type { Finding } from "@product-auth/apim";

/** What a finding is grouped by. */
type Grouped = Pick<Finding, "severity" | "accepted"> & { readonly code: string };

/** Findings with the same code and heading. */
export interface FindingGroup<One extends Grouped = Finding> {
  readonly heading: Heading;
  readonly code: One["code"];
  readonly findings: readonly One[];
}

/** How a group begins on the terminal. */
export type Heading = "lost" | "differs" | "accepted" | "note";

const ORDER: readonly Heading[] = ["lost", "differs", "accepted", "note"];
const HEADINGS: Readonly<Record<Finding["severity"], Heading>> = {
  lost: "lost",
  difference: "differs",
  info: "note",
};

/** The findings of a report by heading and code, losses first. */
export function findingGroups<One extends Grouped>({
  findings,
}: {
  readonly findings: readonly One[];
}): readonly FindingGroup<One>[] {
  const groups = new Map<string, FindingGroup<One> & { readonly findings: One[] }>();
  for (const finding of findings) {
    const heading = finding.accepted === true ? "accepted" : HEADINGS[finding.severity];
    const key = `${heading} ${finding.code}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { heading, code: finding.code, findings: [finding] });
    else group.findings.push(finding);
  }
  const place = ({ heading }: FindingGroup<One>) => ORDER.indexOf(heading);
  return [...groups.values()].sort((one, other) => place(one) - place(other));
}
