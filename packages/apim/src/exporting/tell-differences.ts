import type { CatalogFile } from "@product-auth/core/catalog";
import type { Losses } from "./losses.js";
import { sharedCounters } from "./shared-counters.js";

/** Tells what of a catalog a folder of APIOps does not hold, and what counts otherwise. */
export function tellDifferences(catalog: CatalogFile, losses: Losses): void {
  const { apis = {}, subscriptions = [], clientApplications = [] } = catalog;
  if (subscriptions.length > 0)
    losses.differs("export-keys", "subscriptions", "Subscriptions and their keys are not written.");
  if (clientApplications.length > 0)
    losses.differs("export-clients", "clientApplications", "Client applications are not written.");
  for (const [name, api] of Object.entries(apis))
    if (api.operations === undefined)
      losses.differs("export-operations", `apis.${name}`, "The API names no operations.");
  for (const path of sharedCounters(catalog))
    losses.differs(
      "export-stricter",
      path,
      "The gateway counts it together with other limits that have this key.",
    );
}
