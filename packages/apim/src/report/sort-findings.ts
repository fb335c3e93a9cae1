import type { Finding } from "./report.js";

/** `file:12` behind `file:9`, as a person expects it. */
export function comparePlaces(a: string, b: string): number {
  const [fileA, lineA] = parts(a);
  const [fileB, lineB] = parts(b);
  return compareText(fileA, fileB) || lineA - lineB;
}

/** By code unit, so that no locale changes a report. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By place, code and element, each once. */
export function sortFindings<F extends Finding>(findings: readonly F[]): readonly F[] {
  const byKey = new Map<string, F>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.severity, finding.code, finding.at, finding.element]);
    if (!byKey.has(key)) byKey.set(key, finding);
  }
  return [...byKey.values()].sort(
    (a, b) =>
      comparePlaces(a.at, b.at) ||
      compareText(a.code, b.code) ||
      compareText(a.element ?? "", b.element ?? "") ||
      compareText(a.severity, b.severity),
  );
}

/** File and line of a place; line 0 where it has none. */
function parts(place: string): readonly [file: string, line: number] {
  const colon = place.lastIndexOf(":");
  const line = place.slice(colon + 1);
  return colon > 0 && /^\d{1,9}$/.test(line) ? [place.slice(0, colon), Number(line)] : [place, 0];
}

/** The place without its line. */
export const withoutLine = (place: string): string => parts(place)[0];
