import { GraphClient } from "../client/graph-client.js";
import type { Application } from "../directory/application.js";
import { DirectoryReader } from "../directory/reads.js";
import type { Finding } from "../findings/finding.js";
import type { GraphOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import { settleGraphOptions } from "../options/settle-graph-options.js";
import { hasError } from "../findings/findings.js";
import type { ProvisionMode, ProvisionReport } from "../report/report.js";
import { reportedSecret } from "../report/secret-state.js";
import type { WantedApplication } from "../wanted/wanted-application.js";
import { clientNamed } from "./find-client.js";
import { PasswordWriter } from "./password-writer.js";

/** What adding and removing a secret share. */
export interface SecretRun {
  readonly wanted: WantedApplication;
  readonly instance: string;
  readonly reader: DirectoryReader;
  readonly passwords: PasswordWriter;
  readonly clock: () => number;
  report(application: Application | undefined, findings: readonly Finding[]): ProvisionReport;
}

/** Throws `ConfigurationError` for an invalid catalog, client or option. */
export function secretRun(
  catalog: ProvisionCatalog,
  name: string,
  options: GraphOptions,
  mode: ProvisionMode,
): SecretRun {
  const { wanted, instance } = clientNamed(catalog, name);
  const settled = settleGraphOptions(options);
  const client = new GraphClient(settled);
  const reader = new DirectoryReader(client);
  const report = (application: Application | undefined, findings: readonly Finding[]): ProvisionReport => ({
    report: 1,
    mode,
    exit: hasError(findings) ? 1 : 0,
    tenantId: settled.tenantId,
    instance,
    changes: [],
    products: {},
    clients: {
      [name]: {
        applicationId: application?.appId ?? null,
        objectId: application?.id ?? null,
        servicePrincipalId: null,
        products: wanted.products,
        secrets: (application?.passwordCredentials ?? []).map((secret) =>
          reportedSecret(secret, settled.clock()),
        ),
      },
    },
    findings,
    catalog: { path: null, changed: false },
  });
  return {
    wanted,
    instance,
    reader,
    passwords: new PasswordWriter(client, reader),
    clock: settled.clock,
    report,
  };
}
