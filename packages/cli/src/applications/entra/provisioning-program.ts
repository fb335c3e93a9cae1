import type { ClientProvisioning } from "@product-auth/core/clients";
import type * as graph from "@product-auth/graph";

/** What the command uses of `@product-auth/graph`, which it loads on demand. */
export interface ProvisioningProgram extends Pick<typeof graph, "environmentCredential"> {
  graphProvisioning(options: {
    readonly tenantId: string;
    readonly credential: graph.GraphCredential;
    readonly instance?: string;
    readonly graphUrl?: string;
    readonly authorityHost?: string;
  }): ClientProvisioning;
  manualProvisioning(options: { readonly tokenUrl: string }): ClientProvisioning;
}
