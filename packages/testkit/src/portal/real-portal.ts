import { createProductAuth } from "@product-auth/core";
import type { WebHandler } from "@product-auth/core/adapter";
import { MemoryRecordRepository, type RecordChange } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { createPortal } from "@product-auth/portal";

export const PUBLIC_URL = "https://portal.example/developer";

/** The portal itself, with a product and an API, and how often it has written a record for a request. */
export interface RealPortal {
  readonly portal: WebHandler;
  readonly writes: () => number;
}

export function realPortal(anonymous: "browse" | "redirect" = "browse"): RealPortal {
  const repository = new MemorySubscriptionRepository();
  const records = new CountingRecords();
  const auth = createProductAuth({
    products: { starter: { displayName: "Starter", accepts: ["key"] } },
    apis: { orders: { displayName: "Orders", path: "orders", products: ["starter"] } },
    subscriptions: repository,
  });
  const unused = () => Promise.reject(new Error("not used"));
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository }),
    publicUrl: PUBLIC_URL,
    title: "Contoso APIs",
    anonymous,
    // With a role, the portal offers no link to a first administrator, which would be written at the start.
    administrators: { roles: ["Portal.Admin"] },
    signIn: [{ id: "entra", label: "Microsoft Entra ID", begin: unused, complete: unused }],
  });
  return { portal, writes: () => records.writes };
}

class CountingRecords extends MemoryRecordRepository {
  writes = 0;

  override write(changes: readonly RecordChange[]): Promise<void> {
    // The portal notes its hourly work, whatever is requested.
    if (!changes.every((change) => "put" in change && change.put.kind === "setting")) this.writes++;
    return super.write(changes);
  }
}
