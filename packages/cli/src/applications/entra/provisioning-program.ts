import type * as graph from "@product-auth/graph";

/** What the command uses of `@product-auth/graph`, which it loads on demand. */
export type ProvisioningProgram = Pick<
  typeof graph,
  "environmentCredential" | "graphProvisioning" | "manualProvisioning"
>;
