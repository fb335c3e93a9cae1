import type { DiagnosisKind } from "./diagnosis-kind.js";
import type { Diagnosis, DiagnosisCode } from "./diagnosis.js";
import type { Finding, FindingCode, Severity } from "./finding.js";
import { FINDINGS } from "./findings.js";
import { MEANINGS } from "./meanings.js";
import { OUTSIDE_FINDINGS } from "./outside-findings.js";

/** Every finding by its code: of provisioning, `product-auth doctor` and the portal. */
export const FINDING_KINDS: Readonly<Record<DiagnosisCode, DiagnosisKind>> = Object.freeze({
  ...withMeanings(),
  ...OUTSIDE_FINDINGS,
});

/** What a case says instead of the texts of its code. */
export interface DiagnosisWords {
  readonly message?: string;
  readonly meaning?: string;
  readonly fix?: string;
  readonly severity?: Severity;
}

/** A finding with the texts of its code, as far as `words` do not replace them. */
export function diagnosis(code: DiagnosisCode, at: string, words: DiagnosisWords = {}): Diagnosis {
  const { severity, title, meaning, fix } = FINDING_KINDS[code];
  return {
    code,
    severity: words.severity ?? severity,
    at,
    message: words.message ?? title,
    meaning: words.meaning ?? meaning,
    fix: words.fix ?? fix,
  };
}

/** A finding of a report with what it means. */
export const diagnosisOf = (finding: Finding): Diagnosis => diagnosis(finding.code, finding.at, finding);

function withMeanings(): Record<FindingCode, DiagnosisKind> {
  const entries = Object.entries(FINDINGS) as [FindingCode, (typeof FINDINGS)[FindingCode]][];
  return Object.fromEntries(
    entries.map(([code, kind]) => [code, { ...kind, meaning: MEANINGS[code] }]),
  ) as Record<FindingCode, DiagnosisKind>;
}
