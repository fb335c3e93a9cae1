import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
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
  readonly settings: string;
}

export function createPortalWithSettings(options: Surroundings): Portal {
  const { catalog, repository, records, signIn, publicUrl, settings } = options;
  const auth = createProductAuth({ ...catalog, subscriptions: repository });
  // #region settings
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository }),
    publicUrl,
    signIn,
    settings, // "portal-settings.json"
  });
  // #endregion settings
  return portal;
}

export async function publishFromProgram(portal: Portal): Promise<string> {
  // #region publish
  const { number, isPublished, changes } = await portal.publish();
  const names = changes.map(({ name }) => name).join(", ");
  return isPublished ? `Edition ${number}: ${names}` : "There is nothing to publish.";
  // #endregion publish
}
