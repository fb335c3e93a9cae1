/** Settings of PostgreSQL, and how its table of counters is kept. */
export interface FindingsRow {
  readonly fsync: string;
  readonly isolation: string;
  /** `p`: permanent, `u`: unlogged; null: there is no table. */
  readonly persistence: string | null;
}

/** Returns a sentence for each setting that can lose counters or calls. A lost counter admits its limit again. */
export function findingsFrom({ fsync, isolation, persistence }: FindingsRow): string[] {
  const findings: string[] = [];
  if (persistence === null) findings.push("The table of counters does not exist; call migrate().");
  if (persistence === "u")
    findings.push("The table of counters is unlogged and is emptied by a crash; ALTER TABLE … SET LOGGED.");
  if (fsync === "off") findings.push("fsync is off, so a crash of its machine can lose counters; set it on.");
  if (isolation !== "read committed")
    findings.push(
      `default_transaction_isolation is ${isolation}, so calls at the same moment fail; set it to read committed.`,
    );
  return findings;
}
