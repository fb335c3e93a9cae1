// @only portal
import { administerSubscriptions } from "@product-auth/core/subscriptions";
import {
  createPortal,
  entraId,
  type Portal,
  type PortalAuth,
} from "@product-auth/portal";
import type { EntraConfig } from "./config.js";
import type { Stores } from "./stores.js";

/** What the portal is made of. */
export interface PortalParts {
  readonly entra: EntraConfig;
  readonly stores: Stores;
  /** Address of the portal as browsers see it. */
  readonly publicUrl: string;
}

/** The developer portal: users find the API, sign in and subscribe. */
export function createDeveloperPortal(
  auth: PortalAuth,
  { entra, stores, publicUrl }: PortalParts,
): Portal {
  const { portal, tenantId, authorityHost } = entra;
  return createPortal({
    auth,
    records: stores.records,
    subscriptions: administerSubscriptions({
      repository: stores.subscriptions,
    }),
    publicUrl,
    signIn: [
      entraId({
        ...portal,
        tenantId,
        ...(authorityHost !== undefined && { authorityHost }),
      }),
    ],
  });
}
