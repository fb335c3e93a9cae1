import { completionsOf } from "../catalog-file/completions-of.js";
import { GraphClient } from "../client/graph-client.js";
import type { Application } from "../directory/application.js";
import { DirectoryReader } from "../directory/reads.js";
import type { Finding } from "../findings/finding.js";
import { findingOfFailure } from "../findings/finding-of-failure.js";
import type { DestroyOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import { settleProvision } from "../options/settle-provision.js";
import { reportOf } from "../report/report-of.js";
import { ADOPTED, instanceTag, isOurs } from "../wanted/tags.js";
import type { WantedApplication } from "../wanted/wanted-application.js";
import { wantedOf } from "../wanted/wanted-of.js";
import { removalChange } from "./changes-of.js";
import { locate, placeIn } from "./locate.js";
import { clientsFirst } from "./plan-catalog.js";
import type { Planned, Removal } from "./planned-work.js";
import type { ProvisionPlan } from "./provision-plan.js";

/** Lists what `destroyCatalog` would delete or unmark. Writes nothing; `applyPlan` carries it out. */
export async function planDestroy(
  catalog: ProvisionCatalog,
  options: DestroyOptions,
): Promise<ProvisionPlan> {
  const { graph } = settleProvision(catalog, options);
  const { purge = false } = options;
  const wanted = wantedOf(catalog);
  const { instance } = wanted;
  const client = new GraphClient(graph);
  const reader = new DirectoryReader(client);
  let found: readonly Application[] = [];
  let removals: readonly Removal[] = [];
  const findings: Finding[] = [];
  try {
    found = await reader.tagged(instanceTag(instance), "tenant");
    removals = await removalsOf(reader, found, [...wanted.products, ...wanted.clients], instance, purge);
  } catch (error) {
    findings.push(findingOfFailure(error, "tenant", "read"));
  }
  const located = locate([...wanted.products, ...wanted.clients], found).found;
  const planned = <W extends WantedApplication>(one: W): Planned<W> => {
    const application = located.get(one);
    return application === undefined
      ? { wanted: one, found: "absent", assignments: [] }
      : { wanted: one, found: "there", application, assignments: [] };
  };
  const products = wanted.products.map(planned);
  const clients = wanted.clients.map(planned);
  const report = reportOf({
    mode: "plan",
    tenantId: graph.tenantId,
    instance,
    changes: removals.map(removalChange),
    findings,
    products,
    clients,
    catalog,
    now: graph.clock(),
  });
  const outcome = {
    ...report,
    mode: "destroy",
    changes: report.changes.map((one) => ({ ...one, done: true })),
  } as const;
  const changed = completionsOf(catalog, outcome).length > 0;
  return {
    report: { ...report, catalog: { path: null, changed } },
    work: { mode: "destroy", catalog, wanted, products, clients, removals, purge, tokens: client.tokens },
  };
}

async function removalsOf(
  reader: DirectoryReader,
  found: readonly Application[],
  wanted: readonly WantedApplication[],
  instance: string,
  purge: boolean,
): Promise<readonly Removal[]> {
  const places = new Map([...locate(wanted, found).found].map(([{ at }, { id }]) => [id, at]));
  const deleted = purge ? await deletedRemovals(reader, instance) : [];
  const removals: ApplicationRemoval[] = [];
  for (const application of found) {
    const at = places.get(application.id) ?? placeIn(application);
    const isAdopted = application.tags.includes(ADOPTED);
    const principal =
      purge && !isAdopted ? await reader.servicePrincipal(application.appId, { at }) : undefined;
    const id = principal === undefined ? {} : { servicePrincipalId: principal.id };
    removals.push({ kind: "application", at, application, isAdopted, isDeleted: false, ...id });
  }
  return clientsFirst([...removals, ...deleted]);
}

type ApplicationRemoval = Removal & { readonly kind: "application" };

// Deleted by an earlier run, or by people: in the bin for 30 days, where they keep their names.
async function deletedRemovals(
  reader: DirectoryReader,
  instance: string,
): Promise<readonly ApplicationRemoval[]> {
  const deleted = (await reader.deletedApplications("tenant")).filter(
    ({ tags }) => isOurs(tags, instance) && !tags.includes(ADOPTED),
  );
  if (deleted.length === 0) return [];
  const principals = await reader.deletedServicePrincipals("tenant");
  return deleted.map((application) => {
    const principal = principals.find(({ appId }) => appId === application.appId);
    const id = principal === undefined ? {} : { servicePrincipalId: principal.id };
    return {
      kind: "application",
      at: placeIn(application),
      application,
      isAdopted: false,
      isDeleted: true,
      ...id,
    };
  });
}
