import type { DirectoryReader } from "../directory/reads.js";
import type { Finding } from "../findings/finding.js";
import { withHeldRole } from "../wanted/held-role.js";
import type { WantedApplication } from "../wanted/wanted-application.js";
import type { Wanted, WantedProduct } from "../wanted/wanted-of.js";
import type { Application } from "../directory/application.js";
import type { Assignment } from "../directory/service-principal.js";
import { findApplications, type Choices, type Found } from "./find-applications.js";
import type { Planned } from "./planned-work.js";

/** What the tenant has of a catalog. */
export interface TenantState {
  readonly products: readonly Planned<WantedProduct>[];
  readonly clients: readonly Planned[];
  readonly findings: readonly Finding[];
  readonly left: readonly Application[];
}

/** Reads applications, service principals and role assignments. Writes nothing. */
export async function readTenant(
  reader: DirectoryReader,
  wanted: Wanted,
  choices: Choices,
): Promise<TenantState> {
  const { found, findings, left } = await findApplications(reader, wanted, choices);
  const products: Planned<WantedProduct>[] = [];
  for (const product of shared(wanted.products, found)) {
    const application = product.found?.application;
    const held =
      application === undefined ? product.wanted : withHeldRole(product.wanted, application, wanted);
    products.push(await principalsOf(reader, held, product.found));
  }
  const clients: Planned[] = [];
  for (const client of wanted.clients) clients.push(await principalsOf(reader, client, found.get(client)));
  return { products, clients, findings, left };
}

// Several products may name one application, which then has a role for each: it carries the tags of all, and the name of the
// first.
function shared(
  products: readonly WantedProduct[],
  found: ReadonlyMap<WantedApplication, Found>,
): readonly { readonly wanted: WantedProduct; readonly found: Found | undefined }[] {
  return products.map((wanted) => {
    const own = found.get(wanted);
    const group =
      own === undefined
        ? []
        : products.filter((one) => found.get(one)?.application.id === own.application.id);
    if (group.length < 2) return { wanted, found: own };
    const tags = [...new Set(group.flatMap((one) => one.tags))];
    return { wanted: { ...wanted, tags, displayName: group[0]!.displayName }, found: own };
  });
}

async function principalsOf<W extends WantedApplication>(
  reader: DirectoryReader,
  wanted: W,
  found: Found | undefined,
): Promise<Planned<W>> {
  const none: readonly Assignment[] = [];
  if (found === undefined) return { wanted, found: "absent", assignments: none };
  const { how, application } = found;
  const planned = { wanted, found: how, application, assignments: none };
  if (how === "deleted") return planned;
  const { at } = wanted;
  const servicePrincipal = await reader.servicePrincipal(application.appId, { at });
  if (servicePrincipal === undefined) return planned;
  const assignments = wanted.kind === "product" ? await reader.assignmentsTo(servicePrincipal.id, at) : none;
  return { ...planned, servicePrincipal, assignments };
}
