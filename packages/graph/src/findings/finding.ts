/** Codes of findings; `FINDINGS` describes each. */
export type FindingCode =
  | "P01"
  | "P02"
  | "P03"
  | "P04"
  | "P05"
  | "P06"
  | "P07"
  | "P08"
  | "P09"
  | "P10"
  | "P11"
  | "P12"
  | "P13"
  | "P14"
  | "P15"
  | "P16"
  | "P18"
  | "P20"
  | "P21"
  | "P22"
  | "P23"
  | "P24"
  | "P30"
  | "P31"
  | "P32"
  | "P34"
  | "P35"
  | "P36"
  | "P37"
  | "P38"
  | "P40"
  | "P41";

/** An error stops a run or makes it incomplete; a warning and an info do not. */
export type Severity = "error" | "warning" | "info";

/** A fact about the tenant, the caller or the catalog that an operator must know, with its fix. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** `products.gold`, `clients.batch`, `clients.batch.products.gold`, or `tenant` for what concerns no single object. */
  readonly at: string;
  /** What was found, with the object and the value. */
  readonly message: string;
  /** What to do. Empty when there is nothing to do. */
  readonly fix: string;
}
