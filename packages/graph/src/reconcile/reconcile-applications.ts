import type { ClientAdministration, StoredApplication } from "@product-auth/core/clients";
import { GraphClient } from "../client/graph-client.js";
import type { Application } from "../directory/application.js";
import { DirectoryReader } from "../directory/reads.js";
import type { Diagnosis } from "../findings/diagnosis.js";
import { diagnosis, diagnosisOf } from "../findings/finding-kinds.js";
import { findingOfFailure } from "../findings/finding-of-failure.js";
import type { GraphOptions } from "../options/graph-options.js";
import { settleGraphOptions } from "../options/settle-graph-options.js";
import { instanceTag, placeOf } from "../wanted/tags.js";
import { compareApplication } from "./compare-application.js";
import { listedApplications, openRegistrations } from "./listed-applications.js";
import { ProductReader } from "./product-reader.js";

/** Options of `reconcileApplications`. */
export interface ReconcileOptions extends GraphOptions {
  /** The applications that the records have, and their unfinished jobs. */
  readonly administration: Pick<ClientAdministration, "list" | "jobs">;
  /** The instance of `graphProvisioning`. Default `portal`. */
  readonly instance?: string;
}

/**
 * Compares the client applications in records with their registrations in Entra ID: deleted or disabled ones, missing
 * roles and assignments, secrets that end, registrations without a record. Writes nothing, there or here. Rejects with
 * `ConfigurationError` for an invalid option; what Graph refuses is a finding at `tenant`.
 */
export async function reconcileApplications(options: ReconcileOptions): Promise<readonly Diagnosis[]> {
  const { administration, instance = "portal" } = options;
  const settled = settleGraphOptions(options);
  const reader = new DirectoryReader(new GraphClient(settled));
  try {
    // Registrations first: one that has its record by now is not reported as one without.
    const ours = await reader.tagged(instanceTag(instance), "tenant");
    const open = await openRegistrations(administration);
    const listed = await listedApplications(administration);
    const now = settled.clock();
    const products = new ProductReader(reader);
    const found: Diagnosis[] = [];
    let bin: Promise<readonly Application[]> | undefined;
    const deleted = () => (bin ??= reader.deletedApplications("tenant"));
    const surroundings = { ours, reader, products, deleted, open: open.ids, now };
    for (const stored of listed) found.push(...(await compareApplication(stored, surroundings)));
    return [...distinct(found), ...withoutRecord(ours, listed, open)];
  } catch (error) {
    return [diagnosisOf(findingOfFailure(error, "tenant", "read"))];
  }
}

// Several applications are linked to a product that is wrong.
const distinct = (found: readonly Diagnosis[]): readonly Diagnosis[] =>
  found.filter(({ code, at }, i) => found.findIndex((other) => other.code === code && other.at === at) === i);

function withoutRecord(
  ours: readonly Application[],
  listed: readonly StoredApplication[],
  open: Awaited<ReturnType<typeof openRegistrations>>,
): readonly Diagnosis[] {
  const known = new Set([...listed.map(({ id }) => id), ...open.ids]);
  return ours
    .filter(({ tags, appId }) => placeOf(tags)?.kind === "client" && !known.has(appId))
    .filter(({ displayName }) => !open.names.has(displayName))
    .map(({ appId, displayName }) =>
      diagnosis("P40", `applications.${appId}`, {
        message: `${displayName} (${appId}) was registered here and has no record`,
        meaning: "the API does not admit it; it stays usable in Entra ID until it is deleted",
        fix: "run product-auth applications repair with this client id",
      }),
    );
}
