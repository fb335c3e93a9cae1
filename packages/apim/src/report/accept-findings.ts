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
