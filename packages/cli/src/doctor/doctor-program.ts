import type * as graph from "@product-auth/graph";

/** What the command uses of `@product-auth/graph`, which it loads on demand. */
export type DoctorProgram = Pick<
  typeof graph,
  | "diagnosis"
  | "environmentCredential"
  | "FINDING_KINDS"
  | "findingsOfPlan"
  | "planCatalog"
  | "problemsOfProvision"
>;
