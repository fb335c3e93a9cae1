import type { Finding, ImportReport } from "@product-auth/apim";

/** Findings with the same code and heading. */
export interface FindingGroup {
  readonly heading: Heading;
  readonly code: Finding["code"];
  readonly findings: readonly Finding[];
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
export function findingGroups({ findings }: Pick<ImportReport, "findings">): readonly FindingGroup[] {
  const groups = new Map<string, FindingGroup & { readonly findings: Finding[] }>();
  for (const finding of findings) {
    const heading = finding.accepted === true ? "accepted" : HEADINGS[finding.severity];
    const key = `${heading} ${finding.code}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { heading, code: finding.code, findings: [finding] });
    else group.findings.push(finding);
  }
  const place = ({ heading }: FindingGroup) => ORDER.indexOf(heading);
  return [...groups.values()].sort((one, other) => place(one) - place(other));
}
