import type { ProvisionReport, ReportedSecret } from "../report/report.js";

/** A new client secret. Entra ID returns its text once. */
export interface ClientSecret {
  /** The client's name in the catalog. */
  readonly client: string;
  readonly applicationId: string;
  readonly keyId: string;
  readonly hint: string | null;
  /** ISO 8601. */
  readonly endDateTime: string;
  readonly secretText: string;
  /** The id that is part of the secret's display name. */
  readonly operation: string;
  /** The client's other secrets that have not expired. */
  readonly others: readonly ReportedSecret[];
  /** Mode `rotate-secret`; contains no secret. */
  readonly report: ProvisionReport;
}
