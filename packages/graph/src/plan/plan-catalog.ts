import { GraphClient } from "../client/graph-client.js";
import type { TokenSource } from "../client/token-source.js";
import { DirectoryReader } from "../directory/reads.js";
import type { Finding } from "../findings/finding.js";
import { findingOfFailure } from "../findings/finding-of-failure.js";
import type { ProvisionOptions } from "../options/graph-options.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import { settleProvision, type SettledProvision } from "../options/settle-provision.js";
import { reportOf } from "../report/report-of.js";
import { ADOPTED } from "../wanted/tags.js";
import { wantedOf, type Wanted } from "../wanted/wanted-of.js";
import { changesOf } from "./changes-of.js";
import { clientFindings, leftoverFinding, productFindings } from "./findings-of.js";
import { surplusOf } from "./links.js";
import { placeIn } from "./locate.js";
import type { PlannedWork, Removal } from "./planned-work.js";
import type { ProvisionPlan } from "./provision-plan.js";
import { readTenant, type TenantState } from "./read-tenant.js";

/**
 * Reads the tenant and lists what must change. Writes nothing. Rejects with `ConfigurationError` for an invalid catalog or
 * option, before any call; refusals are findings.
 */
export async function planCatalog(
  catalog: ProvisionCatalog,
  options: ProvisionOptions,
): Promise<ProvisionPlan> {
  const settled = settleProvision(catalog, options);
  const wanted = wantedOf(catalog);
  const client = new GraphClient(settled.graph);
  const { tokens } = client;
  try {
    const state = await readTenant(new DirectoryReader(client), wanted, settled);
    return planOf(catalog, wanted, settled, state, tokens);
  } catch (error) {
    const state = {
      products: [],
      clients: [],
      left: [],
      findings: [findingOfFailure(error, "tenant", "read")],
    };
    return planOf(catalog, wanted, settled, state, tokens);
  }
}

function planOf(
  catalog: ProvisionCatalog,
  wanted: Wanted,
  { graph, prune }: SettledProvision,
  { products, clients, left, findings }: TenantState,
  tokens: TokenSource,
): ProvisionPlan {
  const removals: readonly Removal[] = [
    ...surplusOf(products, clients),
    ...(prune ? clientsFirst(left.map(leftover)) : []),
  ];
  const work: PlannedWork = {
    mode: "apply",
    catalog,
    wanted,
    products,
    clients,
    removals,
    purge: false,
    tokens,
  };
  const now = graph.clock();
  const all: readonly Finding[] = [
    ...findings,
    ...products.flatMap((product) => productFindings(product, clients)),
    ...clients.flatMap((client) => clientFindings(client, now)),
    ...(prune ? [] : left.map(leftoverFinding)),
  ];
  const { tenantId } = graph;
  const { instance } = wanted;
  const changes = changesOf(work);
  const facts = { tenantId, instance, changes, findings: all, products, clients, catalog, now };
  return { report: reportOf({ mode: "plan", ...facts }), work };
}

function leftover(application: TenantState["left"][number]): Removal & { readonly kind: "application" } {
  const isAdopted = application.tags.includes(ADOPTED);
  return { kind: "application", at: placeIn(application), application, isAdopted, isDeleted: false };
}

/** A client goes before the products whose roles it holds. */
export const clientsFirst = <R extends { readonly at: string }>(removals: readonly R[]): readonly R[] => [
  ...removals.filter(({ at }) => at.startsWith("clients.")),
  ...removals.filter(({ at }) => !at.startsWith("clients.")),
];
