import type { ClientProvisioning } from "@product-auth/core/clients";
import type { Diagnosis } from "../findings/diagnosis.js";
import { listedApplications } from "./listed-applications.js";
import { reconcileApplications, type ReconcileOptions } from "./reconcile-applications.js";

/** Options of `repairApplications`. */
export interface RepairOptions extends ReconcileOptions {
  readonly provisioning: Pick<ClientProvisioning, "ensureLink" | "removeLink" | "remove">;
  /** Client ids of registrations without a record that are deleted. Default: none. */
  readonly remove?: readonly string[];
}

/** What was repaired, and what an administrator must do. */
export interface Repaired {
  readonly repaired: readonly Diagnosis[];
  readonly left: readonly Diagnosis[];
}

/**
 * Compares as `reconcileApplications` does, then assigns missing roles, removes roles that no record gives, and deletes the
 * registrations in `remove`. Rejects with `ProvisioningError`; it may be repeated.
 */
export async function repairApplications(options: RepairOptions): Promise<Repaired> {
  const { provisioning, administration, remove = [] } = options;
  const found = await reconcileApplications(options);
  const stored = await listedApplications(administration);
  const toRemove = new Set(remove.map((id) => id.toLowerCase()));
  const repaired: Diagnosis[] = [];
  for (const finding of found) if (await repair(finding)) repaired.push(finding);
  return { repaired, left: found.filter((finding) => !repaired.includes(finding)) };

  async function repair({ code, at }: Diagnosis): Promise<boolean> {
    const [, id = "", name] = /^applications\.([^.]+)(?:\.products\.(.+))?$/s.exec(at) ?? [];
    const application = stored.find((one) => one.id === id);
    if (code === "P40" && application === undefined) {
      if (!toRemove.has(id)) return false;
      await provisioning.remove(id);
      return true;
    }
    if (application === undefined || !["P31", "P32", "P40"].includes(code)) return false;
    // Without a service principal all roles are missing.
    const isActive = application.state === "active" || application.state === "approved";
    const products = application.products.filter((one) =>
      name === undefined ? isActive && one.state === "approved" : one.name === name,
    );
    for (const product of products)
      await (code === "P40" ? provisioning.removeLink(id, product) : provisioning.ensureLink(id, product));
    return products.length > 0;
  }
}
