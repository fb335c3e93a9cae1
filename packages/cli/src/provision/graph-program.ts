import type * as graph from "@product-auth/graph";

/** What the command uses of `@product-auth/graph`, which it loads on demand. */
export type GraphProgram = Pick<
  typeof graph,
  | "addClientSecret"
  | "applyPlan"
  | "completeCatalog"
  | "describeChange"
  | "environmentCredential"
  | "planCatalog"
  | "planDestroy"
  | "problemsOfProvision"
  | "ProvisionFailedError"
  | "removeClientSecret"
>;
