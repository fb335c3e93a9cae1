import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { clientRegistryOver } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { createPortal, type Portal, type SignInProvider } from "@product-auth/portal";

/** What the application brings along. */
export interface Surroundings {
  readonly catalog: ProductAuthOptions;
  readonly repository: SubscriptionRepository;
  readonly records: RecordRepository;
  readonly signIn: readonly SignInProvider[];
  readonly publicUrl: string;
  readonly consoleId: string;
  readonly consoleSecret: string;
}

export function createPortalWithConsole({
  catalog,
  repository,
  records,
  signIn,
  publicUrl,
  consoleId,
  consoleSecret,
}: Surroundings): Portal {
  // #region console
  const auth = createProductAuth({
    ...catalog,
    subscriptions: repository,
    clientApplications: clientRegistryOver(records, {
      also: [{ id: consoleId, displayName: "Console", products: ["gold"], state: "active" }],
    }),
  });
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository }),
    publicUrl, // https://api.example.com/developer
    signIn,
    console: { signIn: { clientId: consoleId, clientSecret: consoleSecret } },
  });
  // #endregion console
  return portal;
}
